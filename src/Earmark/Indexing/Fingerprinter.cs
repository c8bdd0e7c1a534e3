using System.Runtime.ExceptionServices;
using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>Turns constellations into what segments are built of.</summary>
/// <param name="profile">Bounds the keys.</param>
/// <param name="landmarksOf">Pairs the peaks of a constellation; a pure function.</param>
internal sealed class Fingerprinter(FingerprintProfile profile, Func<Constellation, Landmark[]> landmarksOf)
{
    /// <summary>Keys are 0 … KeyCount − 1.</summary>
    public int KeyCount { get; } = profile.KeyCount;

    /// <summary>Id of the profile.</summary>
    public string ProfileId { get; } = profile.Id;

    /// <summary>Encodes a track and derives its landmarks.</summary>
    /// <exception cref="ArgumentException">A peak or landmark is out of range.</exception>
    public SegmentInput Make(long trackId, Constellation constellation)
    {
        var encoded = ConstellationCodec.Encode(constellation);
        return new SegmentInput(trackId, constellation.FrameCount, LandmarksOf(constellation), encoded);
    }

    /// <summary>Encodes tracks of consecutive ids and derives their landmarks, on all processors.</summary>
    /// <exception cref="ArgumentException">A peak or landmark is out of range.</exception>
    public SegmentInput[] MakeAll(long firstId, IReadOnlyList<Constellation> constellations)
    {
        var inputs = new SegmentInput[constellations.Count];
        try
        {
            Parallel.For(0, inputs.Length, i => inputs[i] = Make(firstId + i, constellations[i]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return inputs;
    }

    /// <summary>Derives the landmarks of a track in the log.</summary>
    /// <exception cref="LibraryException">Its constellation is damaged.</exception>
    public SegmentInput Read(long trackId, byte[] encoded) => TryRead(trackId, encoded, out var input)
        ? input
        : throw new LibraryException(
            $"The catalogue's log has a damaged constellation (track {trackId}): " +
            "run `earmark verify --mend`, which takes that track out and names it, and store it again.");

    /// <summary>Derives the landmarks of a track; false where its constellation is damaged.</summary>
    public bool TryRead(long trackId, byte[] encoded, out SegmentInput input)
    {
        var isIntact = ConstellationCodec.TryDecode(encoded, out var constellation);
        var landmarks = isIntact ? landmarksOf(constellation) : [];
        input = new SegmentInput(trackId, constellation.FrameCount, landmarks, encoded);
        return isIntact && FaultAt(landmarks, constellation.FrameCount) < 0;
    }

    /// <summary>Writes the segment of some tracks.</summary>
    public void WriteSegment(Stream stream, IReadOnlyList<SegmentInput> tracks) =>
        WriteSegment(new StreamSegmentSink(stream), tracks);

    /// <inheritdoc cref="WriteSegment(Stream, IReadOnlyList{SegmentInput})"/>
    public void WriteSegment(ISegmentSink sink, IReadOnlyList<SegmentInput> tracks) =>
        SegmentBuilder.Write(sink, tracks, ProfileId, KeyCount);

    private Landmark[] LandmarksOf(Constellation constellation)
    {
        var landmarks = landmarksOf(constellation);
        var fault = FaultAt(landmarks, constellation.FrameCount);
        return fault < 0
            ? landmarks
            : throw new ArgumentException(
                $"{landmarks[fault]} is out of order, " +
                $"or beyond {KeyCount} keys or {constellation.FrameCount} frames.");
    }

    /// <summary>Index of the first landmark that is out of range or order; −1 for none.</summary>
    private int FaultAt(ReadOnlySpan<Landmark> landmarks, int frameCount)
    {
        var previous = 0;
        for (var i = 0; i < landmarks.Length; i++)
        {
            var (key, frame) = landmarks[i];
            if ((uint)key >= KeyCount || frame < previous || frame >= frameCount)
            {
                return i;
            }

            previous = frame;
        }

        return -1;
    }
}
