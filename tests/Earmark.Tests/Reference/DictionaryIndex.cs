using Earmark.Landmarks;

namespace Earmark.Tests.Reference;

/// <summary>What an index must answer: the frames of every key, by the tracks' ref ids.</summary>
internal sealed class DictionaryIndex
{
    private readonly Dictionary<string, Landmark[]> _tracks = [];

    public DictionaryIndex()
    {
    }

    public DictionaryIndex(DictionaryIndex other)
    {
        _tracks = new Dictionary<string, Landmark[]>(other._tracks);
    }

    public void Add(string refId, Landmark[] landmarks) => _tracks[refId] = landmarks;

    public bool Delete(string refId) => _tracks.Remove(refId);

    public IEnumerable<string> RefIds => _tracks.Keys.Order(StringComparer.Ordinal);

    public List<(string RefId, int Frame)> Postings(int key) =>
    [
        .. _tracks
            .SelectMany(track => track.Value.Where(landmark => landmark.Key == key).Select(l => (track.Key, l.Frame)))
            .OrderBy(posting => posting.Key, StringComparer.Ordinal).ThenBy(posting => posting.Frame),
    ];
}
