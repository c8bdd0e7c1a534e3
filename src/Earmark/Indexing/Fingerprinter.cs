using Earmark.Landmarks;

namespace Earmark.Indexing;

/// <summary>Turns constellations into what segments are built of.</summary>
/// <param name="profile">Bounds the keys.</param>
/// <param name="landmarksOf">Pairs the peaks of a constellation; a pure function.</param>
internal sealed class Fingerprinter(FingerprintProfile profile, Func<Constellation, Landmark[]> landmarksOf)
{
    /// <summary>Id of the profile.</summary>
    public string ProfileId { get; } = profile.Id;

    /// <summary>Encodes a track and derives its landmarks.</summary>
    /// <exception cref="ArgumentException">A peak or landmark is out of range.</exception>
    public SegmentInput Make(long trackId, Constellation constellation)
    {
        var encoded = ConstellationCodec.Encode(constellation);
        return new SegmentInput(trackId, constellation.FrameCount, LandmarksOf(constellation), encoded);
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
        return isIntact && Array.TrueForAll(landmarks, landmark => IsInRange(landmark, constellation));
    }

    /// <summary>Writes the segment of some tracks.</summary>
    public void WriteSegment(Stream stream, IReadOnlyList<SegmentInput> tracks) =>
        SegmentBuilder.Write(stream, tracks, ProfileId, profile.KeyCount);

    private Landmark[] LandmarksOf(Constellation constellation)
    {
        var landmarks = landmarksOf(constellation);
        foreach (var landmark in landmarks)
        {
            if (!IsInRange(landmark, constellation))
            {
                throw new ArgumentException(
                    $"{landmark} is beyond {profile.KeyCount} keys or {constellation.FrameCount} frames.");
            }
        }

        return landmarks;
    }

    private bool IsInRange(Landmark landmark, Constellation constellation) =>
        (uint)landmark.Key < profile.KeyCount && (uint)landmark.Frame < constellation.FrameCount;
}
