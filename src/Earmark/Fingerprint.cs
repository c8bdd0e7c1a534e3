using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark;

/// <summary>What a clip can be asked about by without its sound: its peaks, and their profile.</summary>
/// <remarks>
/// Made by <see cref="Library.FingerprintAsync(Stream, string, QueryOptions?, CancellationToken)"/>, wherever the sound
/// is, and asked of a library of the same profile elsewhere. About 2.6 bytes a peak, 100 peaks a second. A query of the
/// sound itself also looks where nothing leads its neighborhood, and so hears more in noise.
/// </remarks>
/// <param name="ProfileId">Id of the profile.</param>
/// <param name="Peaks">Of a density up to that of a query.</param>
public sealed record Fingerprint(string ProfileId, Constellation Peaks)
{
    /// <summary>The peaks as bytes, for keeping.</summary>
    public byte[] ToBytes() => ConstellationCodec.Encode(Peaks);

    /// <summary>The inverse of <see cref="ToBytes"/>.</summary>
    /// <exception cref="LibraryException">They are damaged.</exception>
    public static Fingerprint FromBytes(string profileId, ReadOnlySpan<byte> bytes) =>
        ConstellationCodec.TryDecode(bytes, out var peaks)
            ? new Fingerprint(profileId, peaks)
            : throw new LibraryException("The bytes of a fingerprint are damaged: make it again.");

    /// <summary>What keeps this from being asked of that profile, as a sentence; null if nothing does.</summary>
    internal string? FaultFor(FingerprintProfile profile)
    {
        if (ProfileId != profile.Id)
        {
            return $"The fingerprint is of profile {ProfileId}, the library of {profile.Id}: make it with that one.";
        }

        var (lowest, highest) = (profile.LowestBin * Peak.StepsPerBin, (profile.HighestBin + 1) * Peak.StepsPerBin);
        var previous = new Peak(0, 0, 0);
        foreach (var (index, peak) in Peaks.Peaks.Index())
        {
            var isInOrder = peak.Frame > previous.Frame
                || (peak.Frame == previous.Frame && (index == 0 || peak.Step >= previous.Step));
            if (!isInOrder || peak.Frame >= Peaks.FrameCount || peak.Step < lowest || peak.Step >= highest
                || peak.Rank >= profile.QueryPeakRate)
            {
                return $"Peak {index} of the fingerprint (frame {peak.Frame}, step {peak.Step}, rank {peak.Rank}) " +
                    $"cannot be; expected peaks by frame, then step, in {Peaks.FrameCount} frames, with steps from " +
                    $"{lowest} to {highest - 1} and ranks below {profile.QueryPeakRate}.";
            }

            previous = peak;
        }

        return null;
    }
}
