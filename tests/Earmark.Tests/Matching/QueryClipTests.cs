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
        Assert.Equal(clip.Times[0], clip.Middle);
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
    public void A_stretch_without_peaks_is_no_clip()
    {
        var query = new Constellation([new Peak(10, 900, 0), new Peak(5000, 900, 0)], 6000);

        Assert.Equal(2, Cut(query, seconds: 20).Count);
        Assert.Empty(Cut(new Constellation([], 6000), seconds: 20));
    }

    private static List<QueryClip> Cut(Constellation query, double seconds) =>
        [.. QueryClip.Cut(query, Full, TimeSpan.FromSeconds(seconds))];
}
