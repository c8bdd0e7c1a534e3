using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class QueryClipTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    [Fact]
    public void A_peak_lies_in_the_middle_of_its_frame_at_its_eighth_of_a_bin()
    {
        var clip = Assert.Single(Cut(new Constellation([new Peak(10, 2049, 0)], 20), seconds: 20));

        Assert.Equal(0.160 + 0.128, clip.Times[0], 1e-12);
        Assert.Equal(1000 + (3.90625 / 8), clip.Frequencies[0], 1e-9);
        Assert.Equal(0.128 + (9.5 * 0.016), clip.Middle, 1e-12);
    }

    [Fact]
    public void A_long_query_is_cut_into_clips_that_keep_its_clock()
    {
        var query = TestConstellation.Random(seed: 1, seconds: 50);

        var clips = Cut(query, seconds: 20);
        Assert.Equal(3, clips.Count);
        Assert.Equal(query.Peaks.Select(peak => 0.128 + (peak.Frame * 0.016)), clips.SelectMany(clip => clip.Times));
        Assert.All(clips, clip => Assert.InRange(clip.Times[^1] - clip.Times[0], 0, 20));
        Assert.All(clips, clip => Assert.All(clip.Pairs, pair => Assert.True(pair.Target < clip.Times.Length)));
    }

    [Fact]
    public void Clips_share_the_frames_of_the_query_among_them()
    {
        var clips = Cut(TestConstellation.Random(seed: 1, seconds: 50), seconds: 20);

        Assert.Equal([(0, 1250), (1250, 2500), (2500, 3125)], clips.Select(clip => clip.Frames));
        Assert.Equal([10.12, 30.12, 45.12], clips.Select(clip => Math.Round(clip.Middle, 9)));
    }

    [Fact]
    public void A_density_keeps_the_peaks_below_its_rank_and_the_clip_its_place()
    {
        Peak[] peaks = [.. Enumerable.Range(0, 100).Select(i => new Peak(2 * i, (ushort)(800 + (60 * i)), (byte)i))];
        var clip = Cut(new Constellation(peaks, 200), seconds: 20).Single();

        var dense = clip.At(new SearchDensity(PeakRate: 80, FanOut: 5, DelayReach: 0, HitLimit: 1));
        var sparse = dense.At(new SearchDensity(PeakRate: 10, FanOut: 2, DelayReach: 0, HitLimit: 1));

        Assert.Equal((80, 10), (dense.Times.Length, sparse.Times.Length));
        Assert.Equal(dense.Times[..10], sparse.Times);
        Assert.Equal(5, dense.Pairs.GroupBy(pair => pair.Anchor).Max(anchor => anchor.Count()));
        Assert.Equal(2, sparse.Pairs.GroupBy(pair => pair.Anchor).Max(anchor => anchor.Count()));
        Assert.Equal((clip.Frames, clip.Middle), (sparse.Frames, sparse.Middle));
        Assert.Same(clip.Exceedance, sparse.Exceedance);
    }

    [Fact]
    public void A_stretch_without_peaks_is_no_clip()
    {
        var query = new Constellation([new Peak(10, 900, 0), new Peak(5000, 900, 0)], 6000);

        Assert.Equal(2, Cut(query, seconds: 20).Count);
        Assert.Empty(Cut(new Constellation([], 6000), seconds: 20));
    }

    private static List<QueryClip> Cut(Constellation query, double seconds) =>
        [.. QueryClip.Cut(TestObservation.PeaksOnly(query), Full, TimeSpan.FromSeconds(seconds))];
}
