using CsCheck;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class ProbeKeysTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    [Fact]
    public void A_pair_is_looked_up_under_its_own_frequencies_and_the_delays_next_to_its_own() =>
        TestConstellation.Any.Where(constellation => constellation.Peaks.Count > 0).Sample(constellation =>
        {
            var clip = Clip(constellation);
            var expected =
                from pair in clip.Pairs
                let anchor = Floor(AnchorCell(clip.Frequencies[pair.Anchor]))
                let step = Floor(StepCell(clip.Frequencies[pair.Anchor], clip.Frequencies[pair.Target]))
                let own = Floor(DelayCell(clip.Times[pair.Anchor], clip.Times[pair.Target]))
                from delay in new[] { own - 1, own, own + 1 }
                where anchor is >= 0 and < 512 && step is >= 0 and < 258 && delay is >= 0 and < 96
                select ((((anchor * 258) + step) * 96) + delay, pair.Anchor);

            Assert.Equal(expected.Distinct().Order(), Probes(clip, Warp.Identity));
        });

    [Fact]
    public void Without_reach_a_pair_is_looked_up_in_its_own_cell() =>
        TestConstellation.Any.Where(constellation => constellation.Peaks.Count > 0).Sample(constellation =>
        {
            var clip = Clip(constellation).At(SearchDensity.Sparse with { DelayReach = 0 });
            var peaks = constellation.Peaks;
            var grid = LandmarkGrid.For(Full);
            var expected = clip.Pairs
                .Select(pair => (Key: grid.Key(peaks[pair.Anchor], peaks[pair.Target]), pair.Anchor))
                .Where(probe => probe.Key is not null)
                .Select(probe => (probe.Key!.Value, probe.Anchor));

            Assert.Equal(expected.Distinct().Order(), Probes(clip, Warp.Identity));
        });

    [Fact]
    public void What_was_asked_before_does_not_matter()
    {
        var clip = Clip(TestConstellation.Random(seed: 1, seconds: 5));
        var (probes, warp) = (new ProbeKeys(clip), new Warp(1.05, 0.97));

        var alone = probes.Of(warp).ToArray();
        probes.Of(Warp.Identity);
        Assert.Equal(alone, probes.Of(warp).ToArray());
    }

    [Fact]
    public void Every_landmark_of_a_reference_is_among_the_probes_of_the_same_music() =>
        TestConstellation.Any.Where(constellation => constellation.Peaks.Count > 0).Sample(query =>
        {
            // What the reference keeps of the same music; its peaks are the query's of lowest rank.
            var reference = query with { Peaks = [.. query.Peaks.Where(peak => peak.Rank < Full.ReferencePeakRate)] };
            var clip = Clip(query);

            var probes = Probes(clip, Warp.Identity)
                .Select(probe => new Landmark(probe.Key, query.Peaks[probe.Anchor].Frame)).ToHashSet();
            Assert.Subset(probes, LandmarkPairer.ReferenceLandmarks(reference, Full).ToHashSet());
        });

    [Fact]
    public void A_warp_looks_up_what_the_unwarped_music_holds()
    {
        // The clip plays 5 % fast and as much higher: its pair is the reference's at 20 frames and 1,000 Hz.
        var warp = new Warp(1.05, 1 / 1.05);
        var reference = new Constellation([new Peak(0, 2048, 0), new Peak(21, 2458, 0)], 30);
        var clip = Clip(new Constellation([new Peak(0, 2150, 0), new Peak(20, 2581, 0)], 30));

        var key = Assert.Single(LandmarkPairer.ReferenceLandmarks(reference, Full)).Key;
        Assert.Contains((key, 0), Probes(clip, warp));
        Assert.DoesNotContain((key, 0), Probes(clip, Warp.Identity));
    }

    [Fact]
    public void A_clip_of_one_peak_has_no_probes() =>
        Assert.Empty(Probes(Clip(new Constellation([new Peak(3, 900, 0)], 9)), Warp.Identity));

    private static QueryClip Clip(Constellation constellation) =>
        QueryClip.Cut(TestObservation.PeaksOnly(constellation), Full, TimeSpan.FromSeconds(20)).Single();

    private static List<(int Key, int Anchor)> Probes(QueryClip clip, Warp warp) =>
        Unpack(new ProbeKeys(clip).Of(warp));

    private static List<(int Key, int Anchor)> Unpack(ReadOnlySpan<ulong> probes) =>
        [.. probes.ToArray().Select(probe => (ProbeKeys.Key(probe), ProbeKeys.Anchor(probe)))];

    private static int Floor(double cell) => (int)Math.Floor(cell);

    private static double AnchorCell(double frequency) => (G(frequency) - G(95)) / ((G(4095) - G(95)) / 512);

    private static double StepCell(double anchor, double target) =>
        (G(target) - G(anchor) + ((G(4095) - G(95)) / 2)) / ((G(4095) - G(95)) / 256);

    private static double DelayCell(double anchor, double target) => Math.Round((target - anchor) / 0.016, 9) + 0.5;

    private static double G(double frequency) => Math.Log2(1 + (frequency / 500));
}
