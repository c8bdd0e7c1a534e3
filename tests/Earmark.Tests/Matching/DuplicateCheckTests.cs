using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class DuplicateCheckTests
{
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 5).Select(seed => TestConstellation.Tonal(seed, seconds: 40))];

    private static readonly Constellation Original = Music[3];

    public static TheoryData<string> SameRecordings => [.. Same.Keys];

    public static TheoryData<string> OtherRecordings => [.. Other.Keys];

    private static readonly Dictionary<string, Constellation> Same = new()
    {
        ["a copy"] = Original,
        ["another encoding"] = TestConstellation.Clip(Original, 0, 2500, keptShare: 0.93, falseCount: 60),
        ["with silence before it"] = TestConstellation.Join(new Constellation([], 200), Original),
        ["a little cut off"] = TestConstellation.Clip(Original, 100, 2300),
    };

    private static readonly Dictionary<string, Constellation> Other = new()
    {
        ["a sample of it"] = TestConstellation.Join(
            TestConstellation.Clip(Original, 900, 600), TestConstellation.Tonal(seed: 50, seconds: 30)),
        ["half of it"] = TestConstellation.Join(
            TestConstellation.Clip(Original, 0, 1500), TestConstellation.Tonal(seed: 51, seconds: 16)),
    };

    [Theory, MemberData(nameof(SameRecordings))]
    public void The_same_recording_is_called_a_duplicate_whichever_was_stored_first(string kind)
    {
        foreach (var answer in Answers(Same[kind]))
        {
            Assert.Equal(Decision.Ambiguous, answer.Decision);
            Assert.Equal(2, answer.Matches.Count);
            Assert.Null(answer.Matches[0].DuplicateOf);
            Assert.Equal(answer.Matches[0].Track.RefId, answer.Matches[1].DuplicateOf);
        }
    }

    [Theory, MemberData(nameof(OtherRecordings))]
    public void A_recording_that_only_shares_some_of_it_is_not(string kind)
    {
        foreach (var answer in Answers(Other[kind]))
        {
            Assert.Equal(2, answer.Matches.Count(match => match.Score > 20));
            Assert.All(answer.Matches, match => Assert.Null(match.DuplicateOf));
        }
    }

    /// <summary>A clip of the original, in libraries that hold another track after it and before it.</summary>
    private static IEnumerable<MatchDecision> Answers(Constellation other)
    {
        var clip = TestConstellation.Clip(Original, 1000, 375);
        using var after = new TestLibrary([.. Music, other]);
        yield return after.Identify(clip);
        using var before = new TestLibrary([other, Original, .. Music[..2]]);
        yield return before.Identify(clip);
    }
}
