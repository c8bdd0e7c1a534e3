using System.Text;
using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>The tracks of a library as of one commit, with their constellations. For one thread.</summary>
internal abstract class StoredTracks : IDisposable
{
    /// <summary>What messages call the library.</summary>
    public abstract string Name { get; }

    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>All tracks by ref id, in the order of its UTF-8 bytes.</summary>
    public IEnumerable<Track> All()
    {
        string? after = null;
        while (Page(after) is { Count: > 0 } page)
        {
            foreach (var track in page)
            {
                yield return track;
            }

            after = page[^1].RefId;
        }
    }

    /// <summary>The tracks with those ref ids, each once, in the order of <see cref="All"/>.</summary>
    /// <exception cref="LibraryException">There is none of such a ref id; the message names the first few.</exception>
    public List<Track> Named(IEnumerable<string> refIds)
    {
        var found = new List<Track>();
        var missing = new List<string>();
        foreach (var refId in refIds.Distinct(StringComparer.Ordinal))
        {
            if (Find(refId) is { } track)
            {
                found.Add(track);
            }
            else
            {
                missing.Add(refId);
            }
        }

        if (missing.Count > 0)
        {
            var more = missing.Count > 3 ? $" and {missing.Count - 3} more" : "";
            var names = string.Join(", ", missing.Take(3));
            throw new LibraryException($"There is no track {names}{more} in {Name}: give ref ids that it lists.");
        }

        // As SQLite does; strings compare by UTF-16, which puts some letters elsewhere.
        found.Sort((a, b) =>
            Encoding.UTF8.GetBytes(a.RefId).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.RefId)));
        return found;
    }

    /// <summary>One of its tracks, ready to travel.</summary>
    /// <exception cref="LibraryException">Its constellation is damaged.</exception>
    public PackedTrack Pack(Track track)
    {
        var bytes = Read(track, out var constellation);
        var packed = new NewTrack
        {
            RefId = track.RefId,
            Path = track.Path,
            FileSize = track.FileSize,
            Modified = track.Modified,
            Title = track.Title,
            Artist = track.Artist,
            Album = track.Album,
            Duration = track.Duration,
            Constellation = constellation,
        };
        return new PackedTrack(packed, bytes);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <inheritdoc cref="ISegmentBackend.Page"/>
    protected abstract List<Track> Page(string? after);

    /// <inheritdoc cref="ISegmentBackend.Find(string)"/>
    protected abstract Track? Find(string refId);

    /// <summary>The constellation of one of the tracks, encoded and decoded.</summary>
    /// <exception cref="LibraryException">It is damaged or missing.</exception>
    protected abstract byte[] Read(Track track, out Constellation constellation);
}
