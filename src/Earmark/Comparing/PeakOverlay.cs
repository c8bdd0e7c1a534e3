using Earmark.Landmarks;

namespace Earmark.Comparing;

/// <summary>Two stored constellations laid over each other: where one has the other's strong peaks.</summary>
internal sealed class PeakOverlay
{
    /// <summary>Length of a stretch that is decided on for itself, in seconds.</summary>
    public const int StretchSeconds = 5;

    /// <summary>A peak this near is the same one: ± frames, ± steps (a bin).</summary>
    private const double FrameTolerance = 2;
    private const double StepTolerance = Peak.StepsPerBin;

    /// <summary>Share of a stretch's strong peaks that must be shared; strangers share one in twenty.</summary>
    private const double SharedPeaks = 0.4;

    /// <summary>Share that even strangers of one key and beat have; what exceeds it is evidence.</summary>
    private const double StrangersShare = 0.1;

    /// <summary>Strong peaks that a stretch must have, to be decided on.</summary>
    private const int LeastPeaks = 10;

    /// <summary>Span around the known moment that the line is first fitted in, ± frames (5 s).</summary>
    private const int FirstSpan = 312;

    private PeakOverlay(Line line, int[] counts, int[] found) => (Line, Counts, Found) = (line, counts, found);

    /// <summary>The other track's frame of a frame.</summary>
    public Line Line { get; }

    /// <summary>Strong peaks of each stretch. Shape [stretches].</summary>
    public int[] Counts { get; }

    /// <summary>Those of them that the other track has. Shape [stretches].</summary>
    public int[] Found { get; }

    /// <summary>Indexes of the stretches that are shared, ascending.</summary>
    public IEnumerable<int> Shared => Enumerable.Range(0, Counts.Length).Where(IsShared);

    /// <summary>Stretches that could be decided on.</summary>
    public int DecidableCount => Counts.Count(count => count >= LeastPeaks);

    /// <summary>Log-likelihood ratio of the shared stretches against strangers, in nats.</summary>
    public double Score => Shared.Sum(stretch =>
    {
        var share = Math.Min(0.99, (double)Found[stretch] / Counts[stretch]);
        return Counts[stretch] * ((share * Math.Log(share / StrangersShare))
            + ((1 - share) * Math.Log((1 - share) / (1 - StrangersShare))));
    });

    /// <summary>Share of the strong peaks of shared stretches that the other has, 0 … 1.</summary>
    public double Similarity
    {
        get
        {
            var shared = Shared.ToList();
            return shared.Sum(stretch => (double)Found[stretch]) / Math.Max(1, shared.Sum(stretch => Counts[stretch]));
        }
    }

    /// <summary>Lays one track over another where a candidate says.</summary>
    /// <remarks>The line is fitted to ever more of the track, as far as it goes on to fit.</remarks>
    public static PeakOverlay Of(StoredTrack own, StoredTrack other, TrackCandidate candidate, double frameDuration)
    {
        var line = new Line(candidate.OtherFrame - (candidate.Factor * candidate.Frame), candidate.Factor);
        for (var span = (double)FirstSpan; ; span *= 2)
        {
            var (first, last) = (candidate.Frame - span, candidate.Frame + span);
            line = Refine(own, other, line, first, last, span == FirstSpan ? 4 : FrameTolerance);
            if (first <= 0 && last >= own.Track.FrameCount)
            {
                break;
            }
        }

        return Count(own, other, line, (int)(StretchSeconds / frameDuration));
    }

    private static PeakOverlay Count(StoredTrack own, StoredTrack other, Line line, int stretch)
    {
        var counts = new int[1 + ((own.Track.FrameCount - 1) / stretch)];
        var found = new int[counts.Length];
        foreach (var peak in own.Strong)
        {
            counts[peak.Frame / stretch]++;
        }

        foreach (var (index, _) in Pairs(own, other, line, 0, own.Track.FrameCount, FrameTolerance))
        {
            found[own.Strong[index].Frame / stretch]++;
        }

        return new PeakOverlay(line, counts, found);
    }

    private bool IsShared(int stretch) =>
        Counts[stretch] >= LeastPeaks && Found[stretch] >= SharedPeaks * Counts[stretch];

    /// <summary>Fits the line to the peaks that lie on it, by least squares; where few do, it stays.</summary>
    private static Line Refine(
        StoredTrack own, StoredTrack other, Line line, double first, double last, double tolerance)
    {
        const int LeastPairs = 20;
        double count = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        var middle = Math.Clamp((first + last) / 2, 0, own.Track.FrameCount);
        foreach (var (index, error) in Pairs(own, other, line, first, last, tolerance))
        {
            var x = own.Strong[index].Frame - middle;
            count++;
            sumX += x;
            sumY += error;
            sumXX += x * x;
            sumXY += x * error;
        }

        var spread = sumXX - (sumX * sumX / Math.Max(1, count));
        if (count < LeastPairs || spread <= 0)
        {
            return line;
        }

        var slope = (sumXY - (sumX * sumY / count)) / spread;
        var shift = (sumY - (slope * sumX)) / count;
        return new Line(line.Offset + shift - (slope * middle), line.Factor + slope);
    }

    /// <summary>The strong peaks of a part that the other track has, each with how much later it lies there.</summary>
    private static IEnumerable<(int Index, double Error)> Pairs(
        StoredTrack own, StoredTrack other, Line line, double first, double last, double tolerance)
    {
        var (peaks, others, from) = (own.Strong, other.Peaks, 0);
        for (var i = 0; i < peaks.Length; i++)
        {
            if (peaks[i].Frame < first || peaks[i].Frame > last)
            {
                continue;
            }

            var frame = line.Map(peaks[i].Frame);
            var step = peaks[i].Step / line.Factor;
            while (from < others.Length && others[from].Frame < frame - tolerance)
            {
                from++;
            }

            var nearest = double.PositiveInfinity;
            for (var j = from; j < others.Length && others[j].Frame <= frame + tolerance; j++)
            {
                var error = others[j].Frame - frame;
                if (Math.Abs(others[j].Step - step) <= StepTolerance && Math.Abs(error) < Math.Abs(nearest))
                {
                    nearest = error;
                }
            }

            if (!double.IsInfinity(nearest))
            {
                yield return (i, nearest);
            }
        }
    }
}
