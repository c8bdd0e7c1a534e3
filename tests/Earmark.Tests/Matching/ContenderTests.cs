using System.Globalization;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

/// <summary>What a decision says of itself adds up to the decision.</summary>
public sealed class ContenderTests : IDisposable
{
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 8).Select(seed => TestConstellation.Random(seed, seconds: 40))];

    private readonly TestLibrary _library = new(Music);

    public static TheoryData<double, bool> Clips =>
        new() { { 0.9, false }, { 0.5, false }, { 0.25, false }, { 0, true } };

    [Theory, MemberData(nameof(Clips))]
    public void Scores_are_the_sum_of_their_parts_and_margins_decide(double keptShare, bool isUnknown)
    {
        var music = isUnknown ? TestConstellation.Random(99, seconds: 40) : Music[3];
        var clip = TestConstellation.Clip(music, 1000, 372, keptShare: isUnknown ? 1 : keptShare, falseCount: 100);

        var answer = _library.Identify(clip);

        var contenders = answer.Contenders;
        Assert.InRange(contenders.Count, 1, 10);
        Assert.Equal(contenders[0].Match, answer.BestGuess);
        Assert.Equal(contenders.Select(c => c.Margin).OrderDescending(), contenders.Select(c => c.Margin));
        foreach (var contender in contenders)
        {
            var parts = contender.BySecond.Sum() + contender.PeakScore - contender.Penalty;
            Assert.Equal(contender.Match.Score, parts, 1e-9);
            Assert.Equal(6, contender.BySecond.Count);
            Assert.Equal((0.0, 372 * 0.016), (contender.Stretch.Start, contender.Stretch.Stop));
        }

        Assert.Equal(
            contenders.Where(c => c.Margin >= answer.NeededMargin).Select(c => c.Match), answer.Matches);
    }

    [Fact]
    public void All_usual_changes_are_tried_also_where_the_first_look_settles_it()
    {
        var answer = _library.Identify(TestConstellation.Clip(Music[3], 1000, 372));

        var tried = answer.Contenders[0].Stretch.Trials;
        var factors = tried.Select(trial => (trial.TimeFactor, trial.FrequencyFactor)).ToHashSet();
        Assert.Equal(1, answer.Contenders[0].Stretch.StepCount);
        Assert.Contains((1.0, 1.0), factors);
        Assert.All(Hypothesis.Usual, h => Assert.Contains((h.Warp.Time, 1 / h.Warp.Frequency), factors));
        Assert.Contains(tried, trial => trial.IsFitted && trial.Score == answer.BestGuess!.Score);
    }

    [Fact]
    public void A_track_considered_alone_has_what_it_had_among_all()
    {
        var query = TestObservation.Of(TestConstellation.Clip(Music[3], 1000, 372, keptShare: 0.5, falseCount: 100));
        var answer = _library.Identify(query);

        var alone = Consider(query, answer, "3");

        var among = answer.Contenders[0];
        Assert.Equal("3", among.Match.Track.RefId);
        Assert.Equal(among.Match.Offset, alone!.Match.Offset, 0.005);
        Assert.Equal(among.Match.Score, alone.Match.Score, 0.01);
        Assert.Equal(among.Margin, alone.Margin, 0.01);
        Assert.Equal(among.Match.EValue, alone.Match.EValue, 0.01);
    }

    [Fact]
    public void A_track_that_is_not_heard_lacks_margin_or_scores_nothing()
    {
        var query = TestObservation.Of(TestConstellation.Clip(Music[3], 1000, 372, keptShare: 0.5, falseCount: 100));
        var answer = _library.Identify(query);

        foreach (var other in Music.Index().Where(track => track.Index != 3))
        {
            Assert.False(Consider(query, answer, $"{other.Index}")?.Margin >= answer.NeededMargin);
        }
    }

    public void Dispose() => _library.Dispose();

    private Contender? Consider(Observation query, MatchDecision answer, string refId)
    {
        var profile = FingerprintProfile.Full;
        var track = _library.Index.Find(refId)!;
        var fingerprinter = new Fingerprinter(
            profile, constellation => LandmarkPairer.ReferenceLandmarks(constellation, profile));
        var music = Music[int.Parse(refId, CultureInfo.InvariantCulture)];
        using var alone = IndexSnapshot.Of(track.Id, music, fingerprinter);
        return Matcher.Consider(
            alone, query, profile, track, answer, Music.Length, new MatchOptions(), CancellationToken.None);
    }
}
