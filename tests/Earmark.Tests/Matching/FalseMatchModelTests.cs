using CsCheck;
using Earmark.Matching;

namespace Earmark.Tests.Matching;

public sealed class FalseMatchModelTests
{
    [Fact]
    public void The_best_two_are_no_chance()
    {
        var chance = FalseMatchModel.ChanceLevel([90, 80, 3, 2, 1, 0]);

        Assert.Equal(FalseMatchModel.ChanceLevel([3, 3, 3, 2, 1, 0]), chance);
        Assert.InRange(chance, 1, 3);
    }

    [Fact]
    public void Order_and_what_follows_the_fifth_do_not_matter()
    {
        Assert.Equal(FalseMatchModel.ChanceLevel([9, 8, 3, 2, 1]), FalseMatchModel.ChanceLevel([1, 9, 2, 1, 8, 1, 3]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_library_of_one_or_two_tracks_leaves_chance_nothing(int trackCount) =>
        Assert.Equal(0, FalseMatchModel.ChanceLevel([.. Enumerable.Repeat(50.0, trackCount)]));

    [Fact]
    public void Chance_among_three_tracks_is_less_than_the_third_of_them_scores() =>
        Assert.InRange(FalseMatchModel.ChanceLevel([50, 40, 3]), 0, 3);

    [Fact]
    public void Many_copies_are_not_taken_for_chance()
    {
        var level = FalseMatchModel.ChanceLevel([.. Enumerable.Repeat(100.0, 10)]);

        Assert.Equal(level, FalseMatchModel.ChanceLevel([.. Enumerable.Repeat(200.0, 10)]));
        Assert.InRange(level, 0, 20);
    }

    [Fact]
    public void A_wider_margin_is_rarer_by_chance_and_likelier_right() =>
        Gen.Select(Gen.Double[-5, 100], Gen.Double[0.1, 10], Gen.Int[1, 1_000_000]).Sample((margin, more, tracks) =>
        {
            var (expected, rarer) =
                (FalseMatchModel.EValue(margin, tracks), FalseMatchModel.EValue(margin + more, tracks));
            Assert.InRange(rarer, double.Epsilon, Math.BitDecrement(expected));
            Assert.InRange(FalseMatchModel.Confidence(expected), 0, FalseMatchModel.Confidence(rarer));
            Assert.InRange(FalseMatchModel.Confidence(rarer), 0, 1);
        });

    [Fact]
    public void A_larger_library_holds_more_false_matches_but_not_in_proportion() =>
        Gen.Select(Gen.Double[-5, 100], Gen.Int[1, 1_000_000], Gen.Int[2, 100]).Sample((margin, tracks, times) =>
        {
            var (few, many) =
                (FalseMatchModel.EValue(margin, tracks), FalseMatchModel.EValue(margin, tracks * times));
            Assert.InRange(many, few, few * times);
            Assert.InRange(FalseMatchModel.EValue(margin, 100_000_000), Math.BitIncrement(few), double.MaxValue);
        });

    [Fact]
    public void What_is_surely_no_accident_is_right_and_what_chance_does_daily_is_not()
    {
        Assert.Equal(1, FalseMatchModel.Confidence(0));
        Assert.InRange(FalseMatchModel.Confidence(MatchOptions.Certain), 0.9, 1);
        Assert.InRange(FalseMatchModel.Confidence(1), 0, 0.5);
    }

    [Theory]
    [InlineData(0.01, 1, 0)]
    [InlineData(0.0001, 289, 0.3)]
    [InlineData(0.0001, 1_000_000, 0.9)]
    [InlineData(1e-12, 10_000, 1.1)]
    public void A_conclusive_score_is_accepted_whatever_chance_finds(
        double threshold, int trackCount, double repetition)
    {
        var demand = FalseMatchModel.Demand(contrastSpread: 2, duration: 10);
        var conclusive = FalseMatchModel.ConclusiveScore(threshold, trackCount, repetition);
        var chance = FalseMatchModel.ChanceLevel([99, 99, 99, 99, 99]);

        for (var score = conclusive; score < 10 * conclusive; score *= 1.1)
        {
            var repeated = FalseMatchModel.Repeated(score, repetition);
            var margin = score - chance - FalseMatchModel.AlikeLevel(recurrence: 99, repeated, demand);
            Assert.InRange(FalseMatchModel.EValue(margin, trackCount), 0, threshold * (1 + 1e-9));
        }
    }

    [Fact]
    public void What_a_track_scores_elsewhere_counts_against_it_but_not_without_end()
    {
        Assert.Equal(3, FalseMatchModel.AlikeLevel(recurrence: 0, repeated: 0, demand: 3));
        Assert.InRange(FalseMatchModel.AlikeLevel(recurrence: 5, repeated: 0, demand: 3), 5, 10);
        Assert.Equal(
            FalseMatchModel.AlikeLevel(recurrence: 50, repeated: 0, demand: 3),
            FalseMatchModel.AlikeLevel(recurrence: 500, repeated: 0, demand: 3));
    }

    [Fact]
    public void Of_a_clip_that_is_all_repetition_little_counts_but_some_does()
    {
        Assert.Equal(0, FalseMatchModel.Repeated(score: 20, repetition: 0));
        Assert.InRange(FalseMatchModel.Repeated(score: 20, repetition: 1), 10, 19);
        Assert.Equal(
            FalseMatchModel.Repeated(score: 20, repetition: 1), FalseMatchModel.Repeated(score: 20, repetition: 1.3));
        Assert.Equal(7, FalseMatchModel.AlikeLevel(recurrence: 1, repeated: 7, demand: 3));
    }

    [Fact]
    public void More_is_asked_of_a_longer_clip_and_of_a_cleaner_one_and_nothing_more_in_noise() =>
        Gen.Select(Gen.Double[0, 4], Gen.Double[0, 1], Gen.Double[1, 20], Gen.Double[0, 5]).Sample(
            (spread, cleaner, duration, longer) =>
            {
                var demand = FalseMatchModel.Demand(spread, duration);
                Assert.InRange(demand, 0, 12);
                Assert.InRange(FalseMatchModel.Demand(spread + cleaner, duration), demand, 12);
                Assert.InRange(FalseMatchModel.Demand(spread, duration + longer), demand, 12);
                Assert.Equal(0, FalseMatchModel.Demand(contrastSpread: 1.3, duration));
            });
}
