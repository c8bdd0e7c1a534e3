using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Bench.Synthesis;

/// <summary>A real track that synthetic ones are made of.</summary>
internal sealed record SourceTrack(Track Track, Constellation Constellation)
{
    /// <summary>Its peaks, by frame.</summary>
    public Peak[] Peaks { get; } = [.. Constellation.Peaks];

    /// <summary>Reads all tracks of a library as they were stored: 60 KB for a song of four minutes.</summary>
    public static List<SourceTrack> ReadAll(TrackIndex index)
    {
        using var snapshot = index.Snapshot();
        var tracks = new List<SourceTrack>();
        var peaks = Array.Empty<Peak>();
        foreach (var segment in snapshot.Segments)
        {
            for (var ordinal = 0; ordinal < segment.TrackCount; ordinal++)
            {
                var place = segment.Track(ordinal);
                if (segment.IsLive(place) && index.Find(place.TrackId) is { } track)
                {
                    var count = segment.ReadPeaks(place, 0, place.FrameCount - 1, ref peaks);
                    tracks.Add(new SourceTrack(track, new Constellation(peaks[..count], place.FrameCount)));
                }
            }
        }

        return tracks;
    }
}
