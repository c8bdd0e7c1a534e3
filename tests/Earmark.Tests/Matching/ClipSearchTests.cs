using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class ClipSearchTests : IDisposable
{
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 6).Select(seed => TestConstellation.Tonal(seed, seconds: 40))];

    private const double Conclusive = 16;

    private readonly TestLibrary _library = new(Music);
    private readonly IndexSnapshot _snapshot;

    public ClipSearchTests() => _snapshot = _library.Index.Snapshot();

    [Fact]
    public void What_is_found_beyond_doubt_is_tried_under_other_hypotheses_but_nothing_else_is()
    {
        var clip = TestConstellation.Clip(Music[3], 1000, 375, keptShare: 0.7, falseCount: 100);

        var found = Run(clip, HypothesisSet.Usual);

        var best = found.MaxBy(alignment => alignment.Score)!;
        Assert.Equal((Id(3), true), (best.TrackId, best.Score >= Conclusive));
        Assert.All(
            found.Where(alignment => alignment.TrackId != Id(3)),
            alignment => Assert.True(IsUnchanged(alignment)));
        Assert.Contains(found, alignment => alignment.TrackId != Id(3));
    }

    [Fact]
    public void What_a_track_would_keep_of_the_clip_settles_it_with_all_that_fit_as_well()
    {
        // The music of track 3 is also in another track, and once more in that one.
        var part = TestConstellation.Clip(Music[3], 1000, 375);
        var twice = TestConstellation.Join(TestConstellation.Join(part, Music[1]), part);
        using var library = new TestLibrary([Music[3], twice, Music[0]]);
        using var snapshot = library.Index.Snapshot();

        var found = new ClipSearch(snapshot, Clip(part), HypothesisSet.Usual, Conclusive).Run(default)
            .Where(alignment => alignment.Score >= Conclusive)
            .Select(alignment => (alignment.TrackId, Math.Round(alignment.Placement.Offset)));

        Assert.Equal(
            [(1, 16), (2, 0), (2, Math.Round((375 + 2500) * 0.016))], found.Distinct().Order());
    }

    [Fact]
    public void A_clip_that_plays_a_little_fast_is_not_settled_by_the_light_step()
    {
        var clip = TestConstellation.Clip(Music[3], 1000, 375);
        var plain = new ClipSearch(_snapshot, Clip(clip), HypothesisSet.Usual, Conclusive);
        var fast = new ClipSearch(
            _snapshot, Clip(TestConstellation.Changed(clip, 1.005, 1.005)), HypothesisSet.Usual, Conclusive);

        Assert.Contains(plain.Run(default), alignment => alignment.Score >= Conclusive);
        var best = fast.Run(default).MaxBy(alignment => alignment.Score)!;

        Assert.Equal((1, 2), (plain.StepCount, fast.StepCount));
        Assert.Equal(Id(3), best.TrackId);
        Assert.Equal(1.005, best.Placement.Warp.Time, 0.002);
    }

    [Fact]
    public void What_is_found_nowhere_is_searched_for_under_other_hypotheses_too()
    {
        var found = Run(TestConstellation.Tonal(seed: 100, seconds: 6), HypothesisSet.Usual);

        Assert.All(found, alignment => Assert.InRange(alignment.Score, 0, Conclusive));
        Assert.Contains(found, IsUnchanged);
        Assert.Contains(found, alignment => !IsUnchanged(alignment));
        Assert.True(found.Select(alignment => alignment.TrackId).Distinct().Count() >= 3);
    }

    [Fact]
    public void A_fast_clip_is_found_by_the_hypotheses_alone()
    {
        var clip = TestConstellation.Changed(TestConstellation.Clip(Music[3], 1000, 375), 1.05, 1.05);

        var best = Run(clip, HypothesisSet.Usual).MaxBy(alignment => alignment.Score)!;
        var unwarped = Run(clip, HypothesisSet.None).Where(alignment => alignment.TrackId == Id(3));

        Assert.Equal(Id(3), best.TrackId);
        Assert.Equal(1.05, best.Placement.Warp.Time, 0.005);
        Assert.Equal(1.05, 1 / best.Placement.Warp.Frequency, 0.005);
        Assert.All(unwarped, alignment => Assert.InRange(alignment.Score, 0, 0.3 * best.Score));
    }

    [Fact]
    public void Tempo_and_pitch_at_once_are_tried_only_where_a_plain_change_is_not_conclusive()
    {
        var clip = TestConstellation.Clip(Music[3], 1000, 375);

        var slow = Run(TestConstellation.Changed(clip, 0.82, 0.82), HypothesisSet.Wide);
        var both = Run(TestConstellation.Changed(clip, 1.1, 1.19), HypothesisSet.Wide);

        Assert.Equal(0.82, slow.MaxBy(alignment => alignment.Score)!.Placement.Warp.Time, 0.005);
        Assert.DoesNotContain(slow, IsOfBoth);
        var best = both.MaxBy(alignment => alignment.Score)!;
        Assert.Equal(Id(3), best.TrackId);
        Assert.Equal(1.1, best.Placement.Warp.Time, 0.005);
        Assert.Equal(1.19, 1 / best.Placement.Warp.Frequency, 0.005);
        Assert.Contains(both, IsOfBoth);

        static bool IsOfBoth(Alignment alignment) => Hypothesis.Wide.Any(hypothesis =>
            !hypothesis.IsPlain && hypothesis.Warp == alignment.Candidate.Placement.Warp);
    }

    [Fact]
    public void A_tempo_between_two_hypotheses_is_searched_for_once_more_where_the_fit_has_found_it()
    {
        const double Tempo = 1.045;
        var clip = TestConstellation.Changed(TestConstellation.Clip(Music[3], 1000, 375), Tempo, 1);

        // No score is conclusive: every step is taken.
        var search = new ClipSearch(_snapshot, Clip(clip), HypothesisSet.Usual, double.PositiveInfinity);
        var found = search.Run(default).Where(alignment => alignment.TrackId == Id(3)).ToList();

        Assert.DoesNotContain(Hypothesis.Usual, hypothesis => Math.Abs(hypothesis.Warp.Time - Tempo) < 0.004);
        Assert.Contains(found, IsLookedForAtTheTempo);
        Assert.InRange(found.Where(IsLookedForAtTheTempo).Max(alignment => alignment.Score), Conclusive, 1000);

        static bool IsLookedForAtTheTempo(Alignment alignment) =>
            Math.Abs(alignment.Candidate.Placement.Warp.Time - Tempo) < 0.002;
    }

    [Fact]
    public void Peaks_too_weak_for_the_first_search_are_found_by_the_second()
    {
        var clip = TestConstellation.Clip(Music[3], 1000, 375);
        var (strong, weak) = (WithRank(clip, 0), WithRank(clip, (byte)SearchDensity.Sparse.PeakRate));

        Assert.All(new[] { strong, weak }, query =>
        {
            var best = Run(query, HypothesisSet.None).MaxBy(alignment => alignment.Score)!;
            Assert.Equal(Id(3), best.TrackId);
            Assert.Equal(16, best.Placement.Offset, 0.03);
        });
    }

    [Fact]
    public void Places_of_one_track_are_told_apart_and_the_same_place_is_verified_once()
    {
        // The music of track 3 twice, 8 s apart.
        var part = TestConstellation.Clip(Music[3], 1000, 375);
        var repeated = TestConstellation.Join(
            TestConstellation.Join(part, TestConstellation.Random(seed: 50, seconds: 2)), part);
        using var library = new TestLibrary([repeated, Music[0]]);
        using var snapshot = library.Index.Snapshot();

        var places = new ClipSearch(snapshot, Clip(part), HypothesisSet.None, Conclusive).Run(default)
            .Where(alignment => alignment.Score > 0.5 * Conclusive)
            .Select(alignment => Math.Round(alignment.Placement.Offset, 1)).Distinct().Order();

        Assert.Equal([0, 8], places);
    }

    [Fact]
    public void Music_that_goes_on_alike_fits_elsewhere_too_and_other_music_does_not()
    {
        var bar = TestConstellation.Clip(Music[3], 1000, 60);
        var bars = Enumerable.Repeat(bar, 40).Aggregate(TestConstellation.Join);
        using var library = new TestLibrary([bars, Music[0]]);
        using var snapshot = library.Index.Snapshot();

        Assert.InRange(ShareThatRecurs(TestConstellation.Clip(bars, 1000, 375)), 0.2, 1);
        Assert.InRange(ShareThatRecurs(TestConstellation.Clip(Music[0], 1000, 375)), 0, 0.1);

        double ShareThatRecurs(Constellation query)
        {
            var search = new ClipSearch(snapshot, Clip(query), HypothesisSet.None, Conclusive);
            var best = search.Run(default).MaxBy(alignment => alignment.Score)!;
            return search.Recurrence(best) / best.Score;
        }
    }

    [Fact]
    public void Whoever_stops_waiting_stops_the_search()
    {
        var clip = Clip(TestConstellation.Random(seed: 100, seconds: 6));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => new ClipSearch(_snapshot, clip, HypothesisSet.Usual, Conclusive).Run(stopped.Token));
    }

    public void Dispose()
    {
        _snapshot.Dispose();
        _library.Dispose();
    }

    private static Constellation WithRank(Constellation clip, byte rank) =>
        clip with { Peaks = [.. clip.Peaks.Select(peak => peak with { Rank = rank })] };

    /// <summary>Nearer to no change than to the smallest of the usual ones.</summary>
    private static bool IsUnchanged(Alignment alignment) =>
        Math.Abs(alignment.Placement.Warp.Time - 1) < 0.006 && Math.Abs(alignment.Placement.Warp.Frequency - 1) < 0.006;

    private static QueryClip Clip(Constellation query) => QueryClip.Cut(
        TestObservation.Of(query), FingerprintProfile.Full, TimeSpan.FromSeconds(20)).Single();

    private long Id(int track) => _library.Index.Find($"{track}")!.Id;

    private List<Alignment> Run(Constellation query, HypothesisSet changes) =>
        new ClipSearch(_snapshot, Clip(query), changes, Conclusive).Run(default);
}
