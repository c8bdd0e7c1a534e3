using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Monitoring;

/// <summary>The peaks of a track that is followed, and what is asked of them again and again.</summary>
/// <param name="peaks">Of the whole track, by frame.</param>
internal sealed class TrackedPeaks(Peak[] peaks, FingerprintProfile profile)
{
    private readonly double[] _weights = ExceedanceScore.OnsetWeights(peaks);

    /// <summary>Seconds from the start of the track, ascending. Shape [peaks].</summary>
    public double[] Times { get; } = Array.ConvertAll(
        peaks, peak => QueryClip.FrameMiddle(profile) + (peak.Frame * profile.FrameDuration));

    /// <summary>Hertz. Shape [peaks].</summary>
    public double[] Frequencies { get; } = Array.ConvertAll(peaks, peak => QueryClip.Hertz(peak, profile));

    /// <summary>Lists where the peaks of a part fall on a slice.</summary>
    /// <param name="part">First and last second of the track.</param>
    public List<MetPeak> Meet(HeardSlice slice, (double First, double Last) part, Placement placement)
    {
        var (first, end) = Between(part);
        var met = new List<MetPeak>(end - first);
        ExceedanceScore.Meet(
            slice.Clip, peaks.AsSpan(first, end - first), _weights.AsSpan(first, end - first), placement, met);
        return met;
    }

    /// <summary>The peaks of a part, to be fitted to.</summary>
    /// <param name="length">Of the track, in seconds.</param>
    public ReferencePeaks Part((double First, double Last) part, double length)
    {
        var (first, end) = Between(part);
        return new ReferencePeaks(Times[first..end], Frequencies[first..end], length);
    }

    /// <summary>Index of the first peak not before a time.</summary>
    public int FirstFrom(double time)
    {
        var index = Array.BinarySearch(Times, time);
        index = index < 0 ? ~index : index;
        while (index > 0 && Times[index - 1] >= time)
        {
            index--;
        }

        return index;
    }

    private (int First, int End) Between((double First, double Last) part) =>
        (FirstFrom(part.First), FirstFrom(part.Last));
}
