using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>A stretch of a query as the search sees it: its peaks in seconds and hertz, and their pairs.</summary>
internal sealed class QueryClip
{
    private QueryClip(FingerprintProfile profile, Constellation constellation)
    {
        Profile = profile;
        Times = new double[constellation.Peaks.Count];
        Frequencies = new double[constellation.Peaks.Count];
        var middle = FrameMiddle(profile);
        for (var i = 0; i < Times.Length; i++)
        {
            Times[i] = middle + (constellation.Peaks[i].Frame * profile.FrameDuration);
            Frequencies[i] = Hertz(constellation.Peaks[i], profile);
        }

        Middle = Times.Length == 0 ? 0 : (Times[0] + Times[^1]) / 2;
        Pairs = LandmarkPairer.Pairs(constellation, profile, profile.QueryFanOut);
    }

    public FingerprintProfile Profile { get; }

    /// <summary>Seconds from the start of the query, ascending. Shape [peaks].</summary>
    public double[] Times { get; }

    /// <summary>Hertz. Shape [peaks].</summary>
    public double[] Frequencies { get; }

    /// <summary>Halfway between the first and the last peak, in seconds: what a warp turns about.</summary>
    public double Middle { get; }

    public IReadOnlyList<PeakPair> Pairs { get; }

    /// <summary>
    /// Cuts a query into clips of at most <paramref name="longest"/>: votes of longer ones would smear.
    /// </summary>
    public static IEnumerable<QueryClip> Cut(Constellation constellation, FingerprintProfile profile, TimeSpan longest)
    {
        var framesPerClip = Math.Max(1, (int)(longest.TotalSeconds / profile.FrameDuration));
        foreach (var clip in constellation.Peaks.GroupBy(peak => peak.Frame / framesPerClip))
        {
            yield return new QueryClip(profile, constellation with { Peaks = [.. clip] });
        }
    }

    /// <summary>From a frame's first sample to its middle, in seconds: where its peaks are said to lie.</summary>
    public static double FrameMiddle(FingerprintProfile profile) => profile.WindowLength / 2.0 / profile.SampleRate;

    public static double Hertz(Peak peak, FingerprintProfile profile) =>
        peak.Step * profile.BinWidth / Peak.StepsPerBin;
}
