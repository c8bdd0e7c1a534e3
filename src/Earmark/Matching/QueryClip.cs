using Earmark.Landmarks;
using Earmark.Spectral;

namespace Earmark.Matching;

/// <summary>A stretch of a query as the search sees it: its peaks in seconds and hertz, and their pairs.</summary>
internal sealed class QueryClip
{
    /// <summary>A rest shorter than this says nothing that the clips before it did not, in seconds.</summary>
    private const double LeastRest = 1;

    private readonly Constellation _constellation;
    private readonly Peak[] _peaks;
    private List<PeakPair>? _pairs;

    private QueryClip(
        FingerprintProfile profile,
        Constellation constellation,
        ExceedanceMap exceedance,
        double contrastSpread,
        SearchDensity density)
    {
        _constellation = constellation;
        Profile = profile;
        Density = density;
        Exceedance = exceedance;
        ContrastSpread = contrastSpread;
        var peaks = constellation.Peaks.Where(peak => peak.Rank < density.PeakRate).ToArray();
        Times = new double[peaks.Length];
        Frequencies = new double[peaks.Length];
        var middle = FrameMiddle(profile);
        for (var i = 0; i < Times.Length; i++)
        {
            Times[i] = middle + (peaks[i].Frame * profile.FrameDuration);
            Frequencies[i] = Hertz(peaks[i], profile);
        }

        Middle = middle + ((Frames.First + Frames.End - 1) / 2.0 * profile.FrameDuration);
        _peaks = peaks;
    }

    public FingerprintProfile Profile { get; }

    /// <summary>How many peaks and pairs it has, and how pairs are looked up.</summary>
    public SearchDensity Density { get; }

    public ExceedanceMap Exceedance { get; }

    /// <summary>Standard deviation of its contrast, in nats: the less, the more noise.</summary>
    public double ContrastSpread { get; }

    /// <summary>The clip's part of the query's frames.</summary>
    public (int First, int End) Frames => (Exceedance.FirstFrame, Exceedance.FirstFrame + Exceedance.FrameCount);

    /// <summary>In seconds.</summary>
    public double Duration => Exceedance.FrameCount * Profile.FrameDuration;

    /// <summary>By frame. Shape [peaks].</summary>
    public ReadOnlySpan<Peak> Peaks => _peaks;

    /// <summary>Seconds from the start of the query, ascending. Shape [peaks].</summary>
    public double[] Times { get; }

    /// <summary>Hertz. Shape [peaks].</summary>
    public double[] Frequencies { get; }

    /// <summary>Of the clip, in seconds from the start of the query: what a warp turns about.</summary>
    public double Middle { get; }

    /// <summary>Made when first asked for: some searches are settled by those of another density.</summary>
    public IReadOnlyList<PeakPair> Pairs =>
        _pairs ??= LandmarkPairer.Pairs(_constellation with { Peaks = _peaks }, Profile, Density.FanOut);

    /// <summary>
    /// Cuts a query into clips of at most <paramref name="longest"/>, sparse ones: votes of longer ones would smear.
    /// </summary>
    public static IEnumerable<QueryClip> Cut(Observation query, FingerprintProfile profile, TimeSpan longest)
    {
        var framesPerClip = Math.Max(1, (int)(longest.TotalSeconds / profile.FrameDuration));
        foreach (var clip in query.Constellation.Peaks.GroupBy(peak => peak.Frame / framesPerClip))
        {
            var first = clip.Key * framesPerClip;
            var end = Math.Min(first + framesPerClip, query.Constellation.FrameCount);
            if (first > 0 && (end - first) * profile.FrameDuration < LeastRest)
            {
                break;
            }

            var part = query.Constellation with { Peaks = [.. clip] };
            var map = query.Contrast.Exceedance(first, end);
            var spread = query.Contrast.Spread(first, end);
            yield return new QueryClip(profile, part, map, spread, SearchDensity.Sparse);
        }
    }

    /// <summary>A clip of a recording that goes on; its frames count from 0.</summary>
    public static QueryClip Of(
        Constellation constellation, ExceedanceMap exceedance, double contrastSpread, FingerprintProfile profile) =>
        new(profile, constellation, exceedance, contrastSpread, SearchDensity.Sparse);

    /// <summary>Returns the same clip with other peaks and pairs.</summary>
    public QueryClip At(SearchDensity density) =>
        density == Density ? this : new(Profile, _constellation, Exceedance, ContrastSpread, density);

    /// <summary>From a frame's first sample to its middle, in seconds: where its peaks are said to lie.</summary>
    public static double FrameMiddle(FingerprintProfile profile) => profile.WindowLength / 2.0 / profile.SampleRate;

    public static double Hertz(Peak peak, FingerprintProfile profile) =>
        peak.Step * profile.BinWidth / Peak.StepsPerBin;
}
