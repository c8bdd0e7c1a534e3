using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Landmarks;

/// <summary>Ranks each peak among those sounding around it, and keeps the best of every second.</summary>
/// <remarks>
/// The rank of a peak is the number of more salient peaks within ±0.5 s, per second of that window that lies inside
/// the recording: a rate, so the ends of a short clip are as dense as its middle. Keeping the ranks below a limit
/// adapts to the music, and the peaks kept at a low limit are among those kept at a higher one: a reference (20 per
/// second) is nested in a query (100 per second).
/// </remarks>
internal static class PeakRanker
{
    /// <summary>The least part of a window that a count is divided by, in seconds.</summary>
    private const double LeastWindow = 0.1;

    /// <summary>Returns the peaks whose rank is below <paramref name="peakRate"/>, in their order.</summary>
    /// <param name="found">By frame, then by frequency. Of equally salient ones the earlier ranks higher.</param>
    /// <param name="sampleCount">Length of the recording, in samples.</param>
    /// <param name="peakRate">Peaks to keep per second, at most 255.</param>
    public static List<Peak> Keep(
        List<SalientPeak> found, long sampleCount, FingerprintProfile profile, int peakRate)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(profile);

        // Times are in samples: with a whole second inside, the rank must be the count itself, at whatever frame.
        var windowRadius = profile.SampleRate / 2;
        var frameRadius = windowRadius / profile.HopLength;
        var peaks = CollectionsMarshal.AsSpan(found);
        var kept = new List<Peak>();
        var saliences = new float[peaks.Length + Vector256<float>.Count];
        for (var i = 0; i < peaks.Length; i++)
        {
            saliences[i] = peaks[i].Salience;
        }

        var first = 0;
        var end = 0;
        for (var i = 0; i < peaks.Length; i++)
        {
            var frame = peaks[i].Frame;
            while (peaks[first].Frame < frame - frameRadius)
            {
                first++;
            }

            while (end < peaks.Length && peaks[end].Frame <= frame + frameRadius)
            {
                end++;
            }

            var middle = ((long)frame * profile.HopLength) + (profile.WindowLength / 2);
            var inside = Math.Min(sampleCount, middle + windowRadius) - Math.Max(0, middle - windowRadius);
            var window = Math.Max(LeastWindow, (double)inside / profile.SampleRate);
            var rank = CountAbove(saliences, first, end, i) / window;
            if (rank < peakRate)
            {
                kept.Add(new Peak(frame, peaks[i].Step, (byte)rank));
            }
        }

        return kept;
    }

    /// <summary>How many rivals are more salient: of equals, the earlier.</summary>
    /// <param name="saliences">Of all peaks, and of eight more whatever they are.</param>
    /// <param name="first">Index of the first rival.</param>
    /// <param name="end">Index after the last.</param>
    /// <param name="index">Of the peak itself, between them.</param>
    private static int CountAbove(ReadOnlySpan<float> saliences, int first, int end, int index)
    {
        ref var salience = ref MemoryMarshal.GetReference(saliences);
        var earlier = Vector256.Create(saliences[index]);
        var later = Vector256.Create(MathF.BitIncrement(saliences[index]));
        var counts = Vector256<int>.Zero;
        for (var i = first; i < end; i += Vector256<int>.Count)
        {
            var indices = Vector256.Create(i) + Vector256<int>.Indices;
            var isEarlier = Vector256.LessThan(indices, Vector256.Create(index)).AsSingle();
            var least = Vector256.ConditionalSelect(isEarlier, earlier, later);
            var isAbove = Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref salience, (nuint)i), least).AsInt32();
            counts -= isAbove & Vector256.LessThan(indices, Vector256.Create(end));
        }

        return Vector256.Sum(counts);
    }
}
