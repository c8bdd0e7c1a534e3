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
        var excerpts = Draw.Excerpts(Recordings(unknown), span: 12, Options(seed: 3));

        Assert.Equal(40, excerpts.Count);
        Assert.All(excerpts, excerpt =>
        {
            Assert.NotEqual(excerpt.Recording.IsKnown, unknown.Contains(excerpt.Recording.Name));
            Assert.All(
                excerpt.Starts,
                start => Assert.InRange(start, 0, excerpt.Recording.Duration.TotalSeconds - 12 + 0.001));
        });
        Assert.Equal(4, excerpts.Take(20).Count(excerpt => !excerpt.Recording.IsKnown));

        // All known tracks come once before one comes twice.
        var known = excerpts.Where(excerpt => excerpt.Recording.IsKnown).Select(excerpt => excerpt.Recording.Name);
        Assert.Equal(24, known.Take(24).Distinct().Count());
    }

    [Fact]
    public void A_seed_draws_the_same_and_another_draws_others()
    {
        Assert.Equal(Starts(5), Starts(5));
        Assert.NotEqual(Starts(5), Starts(6));
        Assert.NotEqual(Draw.Unknown(Tracks, 0.2, seed: 5).Order(), Draw.Unknown(Tracks, 0.2, seed: 6).Order());

        static IEnumerable<string> Starts(int seed) =>
            Draw.Excerpts(Recordings(Draw.Unknown(Tracks, 0.2, seed)), 12, Options(seed))
                .Select(excerpt => $"{excerpt.Recording.Name} {excerpt.Starts[0]}");
    }

    [Theory]
    [InlineData(0.1, 10)]
    [InlineData(0.2, 5)]
    [InlineData(0.07, 14)]
    public void Successive_seeds_leave_out_every_track_once_and_then_again_in_another_order(double share, int seeds)
    {
        foreach (var first in new[] { 1, 1 + seeds })
        {
            var left = Enumerable.Range(first, seeds).SelectMany(seed => Draw.Unknown(Tracks, share, seed)).ToList();

            Assert.Equal(left.Count, left.Distinct().Count());
            Assert.InRange(left.Count, (int)(share * seeds * Tracks.Length), Tracks.Length);
        }

        Assert.NotEqual(
            Draw.Unknown(Tracks, share, seed: 1).Order(), Draw.Unknown(Tracks, share, seed: 1 + seeds).Order());
    }

    [Fact]
    public void Foreign_recordings_get_as_many_places_as_tracks_do_and_change_nothing_for_those()
    {
        var own = Recordings(Draw.Unknown(Tracks, 0.2, seed: 3));
        Recording[] foreign = [Foreign("a"), Foreign("b"), Foreign("c")];

        var without = Draw.Excerpts(own, 12, Options(seed: 3));
        var with = Draw.Excerpts([.. own, .. foreign], 12, Options(seed: 3));

        Assert.Equal(80, with.Count);
        Assert.Equal(
            without.Select(excerpt => (excerpt.Recording, excerpt.Starts[0])),
            with.Where(excerpt => !excerpt.Recording.IsForeign).Select(e => (e.Recording, e.Starts[0])));
        Assert.Equal(20, with.Take(40).Count(excerpt => excerpt.Recording.IsForeign));
    }

    [Fact]
    public void Where_only_unknown_clips_are_wanted_no_place_lies_in_a_known_track()
    {
        var own = Recordings(Draw.Unknown(Tracks, 0.1, seed: 1));
        var options = Options(seed: 1) with { OnlyUnknown = true };

        var left = Draw.Excerpts(own, 12, options);
        Assert.Equal(40, left.Count);
        Assert.All(left, excerpt => Assert.Equal(Recording.LeftOut, excerpt.Recording.Kind));

        var foreign = Draw.Excerpts([.. Recordings(new HashSet<string>()), Foreign("a")], 12, options);
        Assert.Equal(40, foreign.Count);
        Assert.All(foreign, excerpt => Assert.True(excerpt.Recording.IsForeign));
    }

    private static Recording[] Recordings(IReadOnlySet<string> unknown) =>
    [
        .. Tracks.Select(track => new Recording(
            track.RefId,
            track.Path!,
            track.Duration,
            unknown.Contains(track.RefId) ? Recording.LeftOut : Recording.Known)),
    ];

    private static Recording Foreign(string name) =>
        new(name, $"/{name}", TimeSpan.FromSeconds(30), $"{Recording.Foreign}/tones");

    private static EvaluationOptions Options(int seed) => new() { Conditions = [], Seed = seed };
}
