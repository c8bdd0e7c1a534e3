using Earmark.Cli.Evaluation;
using Earmark.Indexing;

namespace Earmark.Tests.Cli.Evaluation;

public sealed class DrawTests
{
    private static readonly Track[] Tracks =
    [
        .. Enumerable.Range(0, 30).Select(i => new Track
        {
            Id = i, RefId = $"t{i}", Path = $"/t{i}", Duration = TimeSpan.FromSeconds(20 + i),
        }),
    ];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.001, 1)]
    [InlineData(0.2, 6)]
    [InlineData(0.9, 27)]
    public void The_share_asked_for_is_left_out_but_neither_none_nor_all(double share, int count) =>
        Assert.Equal(count, Draw.Unknown(Tracks, share, seed: 1).Count);

    [Fact]
    public void Of_one_track_none_is_left_out() => Assert.Empty(Draw.Unknown(Tracks[..1], 0.5, seed: 1));

    [Fact]
    public void Places_lie_in_their_tracks_and_known_and_unknown_ones_keep_their_share_all_along()
    {
        var unknown = Draw.Unknown(Tracks, 0.2, seed: 3);
        var excerpts = Draw.Excerpts(Tracks, unknown, span: 12, Options(seed: 3));

        Assert.Equal(40, excerpts.Count);
        Assert.All(excerpts, excerpt =>
        {
            Assert.NotEqual(excerpt.IsKnown, unknown.Contains(excerpt.Track.RefId));
            Assert.All(
                excerpt.Starts,
                start => Assert.InRange(start, 0, excerpt.Track.Duration.TotalSeconds - 12 + 0.001));
        });
        Assert.Equal(4, excerpts.Take(20).Count(excerpt => !excerpt.IsKnown));

        // All known tracks come once before one comes twice.
        var known = excerpts.Where(excerpt => excerpt.IsKnown).Select(excerpt => excerpt.Track.RefId);
        Assert.Equal(24, known.Take(24).Distinct().Count());
    }

    [Fact]
    public void A_seed_draws_the_same_and_another_draws_others()
    {
        Assert.Equal(Starts(5), Starts(5));
        Assert.NotEqual(Starts(5), Starts(6));
        Assert.NotEqual(Draw.Unknown(Tracks, 0.2, seed: 5).Order(), Draw.Unknown(Tracks, 0.2, seed: 6).Order());

        static IEnumerable<string> Starts(int seed) =>
            Draw.Excerpts(Tracks, Draw.Unknown(Tracks, 0.2, seed), 12, Options(seed))
                .Select(excerpt => $"{excerpt.Track.RefId} {excerpt.Starts[0]}");
    }

    private static EvaluationOptions Options(int seed) => new() { Conditions = [], Seed = seed };
}
