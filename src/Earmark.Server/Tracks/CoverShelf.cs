using System.Collections.Concurrent;
using Earmark.Indexing;

namespace Earmark.Server.Tracks;

/// <summary>Covers that were read lately, and which tracks have none: a list would start FFmpeg for each.</summary>
internal sealed class CoverShelf
{
    /// <summary>Some 40 KB each.</summary>
    private const int CountMax = 500;

    private readonly ConcurrentDictionary<long, Cover?> _covers = new();

    /// <summary>Whether it is known what the cover of a track is, and that, or null for none.</summary>
    public bool TryFind(Track track, out Cover? cover) => _covers.TryGetValue(track.Id, out cover);

    /// <summary>Remembers the cover of a track; null for none.</summary>
    public void Keep(Track track, Cover? cover)
    {
        if (_covers.Count >= CountMax)
        {
            _covers.Clear();
        }

        _covers[track.Id] = cover;
    }
}
