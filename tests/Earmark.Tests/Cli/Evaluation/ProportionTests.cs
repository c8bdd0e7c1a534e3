using Earmark.Cli.Evaluation;

namespace Earmark.Tests.Cli.Evaluation;

public sealed class ProportionTests
{
    // R: prop.test(count, total, correct = FALSE)$conf.int
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(1, 180, 0.0010, 0.0308)]
    [InlineData(0, 30_000, 0, 0.000128)]
    public void The_interval_is_wilsons(int count, int total, double low, double high)
    {
        var interval = new Proportion(count, total).Interval();

        Assert.Equal(low, interval.Low, 5e-5);
        Assert.Equal(high, interval.High, 5e-5);
    }

    [Fact]
    public void Of_nothing_nothing_is_known()
    {
        Assert.Equal(double.NaN, new Proportion(0, 0).Share);
        Assert.Equal((double.NaN, double.NaN), new Proportion(0, 0).Interval());
    }

    [Fact]
    public void A_spread_is_the_middle_and_what_nine_in_ten_do_not_exceed()
    {
        Assert.Equal(new Spread(5, 9), Spread.Of([10, 0, 9, 1, 8, 2, 7, 3, 6, 4, 5]));
        Assert.Equal(new Spread(1.5, 1.9), Spread.Of([2, 1]));
        Assert.Equal(double.NaN, Spread.Of([]).Median);
    }
}
