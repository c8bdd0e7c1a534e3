using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>
/// The index as it was at one commit. Immutable; valid until disposed, whatever is written meanwhile.
/// </summary>
public sealed class IndexSnapshot : IDisposable
{
    private SnapshotState? _state;

    internal IndexSnapshot(SnapshotState state)
    {
        _state = state.Retain();
        Segments = state.Segments;
        TrackCount = state.Segments.Sum(segment => segment.LiveTrackCount);
    }

    /// <summary>An index of one track alone, in memory.</summary>
    internal static IndexSnapshot Of(long trackId, Constellation constellation, Fingerprinter fingerprinter)
    {
        var image = SegmentImage.Build(
            stream => fingerprinter.WriteSegment(stream, [fingerprinter.Make(trackId, constellation)]),
            fingerprinter.ProfileId);
        var state = new SnapshotState(new Manifest([], [trackId], []), new Dictionary<long, SegmentImage>(), [image]);
        var snapshot = new IndexSnapshot(state);

        // The snapshot is the only one to hold it.
        state.Release();
        return snapshot;
    }

    /// <summary>The segments, by rising track ids and base positions.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Live tracks.</summary>
    public int TrackCount { get; }

    /// <summary>Lets go of the segments; they may not be read after it.</summary>
    public void Dispose() => Interlocked.Exchange(ref _state, null)?.Release();
}
