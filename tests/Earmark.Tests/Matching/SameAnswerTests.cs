using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

/// <summary>The same query and library give the same answer, to the last bit of its evidence.</summary>
public sealed class SameAnswerTests
{
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 6).Select(seed => TestConstellation.Tonal(seed, seconds: 40))];

    /// <summary>Found at once, found after a change, found in a library of copies only, and not found.</summary>
    private static readonly Observation[] Queries =
    [
        TestObservation.Of(TestConstellation.Clip(Music[3], 1000, 250, keptShare: 0.6, falseCount: 80)),
        TestObservation.Of(TestConstellation.Changed(TestConstellation.Clip(Music[4], 600, 250), 1.05, 1.05)),
        TestObservation.Of(TestConstellation.Clip(Music[5], 1500, 250, keptShare: 0.15, falseCount: 120)),
        TestObservation.Of(TestConstellation.Tonal(seed: 100, seconds: 4)),
    ];

    [Fact]
    public void Any_number_of_threads_gives_the_same_answers()
    {
        using var library = new TestLibrary([.. Music, Music[3]]);
        var expected = Queries.Select(query => library.Identify(query)).Select(All).ToList();

        var answers = Queries.SelectMany(query => Enumerable.Repeat(query, 4)).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(4).Select(query => library.Identify(query)).Select(All).ToList();

        Assert.Equal(expected.SelectMany(answer => Enumerable.Repeat(answer, 4)), answers);
    }

    [Fact]
    public void Any_order_of_storing_gives_the_same_answers()
    {
        using var library = new TestLibrary(Music);
        using var reversed = new TestLibrary(Music.Reverse());

        foreach (var query in Queries)
        {
            var (expected, actual) = (library.Identify(query), reversed.Identify(query));
            var renamed = actual with { Matches = [.. actual.Matches.Select(Renamed)] };
            Assert.Equal(expected.Decision, actual.Decision);

            // What chance finds may differ a little: of equally many votes those stored first are looked at.
            Assert.Equal(Evidence(expected), Evidence(renamed));
        }

        static Match Renamed(Match match) =>
            match with { Track = match.Track with { RefId = $"{5 - int.Parse(match.Track.RefId)}" } };
    }

    private static string All(MatchDecision answer) =>
        $"{answer.Decision} {answer.BestGuess?.EValue:R} {answer.RunnerUp?.EValue:R}\n{Evidence(answer)}";

    /// <summary>What the tracks found are and where, whatever their ids.</summary>
    private static string Evidence(MatchDecision answer) => string.Join('\n', answer.Matches.Select(match =>
        FormattableString.Invariant(
            $"{match.Track.RefId} {match.Offset:R} {match.Score:R} {match.TimeFactor:R} ") +
        FormattableString.Invariant(
            $"{match.FrequencyFactor:R} {match.Coverage:R} {match.QueryStart:R} {match.AlignedPeakCount}")));
}
