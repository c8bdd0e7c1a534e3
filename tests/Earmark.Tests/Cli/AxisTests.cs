using Earmark.Cli.Report;

namespace Earmark.Tests.Cli;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(0, 9.8, 10, "0 1 2 3 4 5 6 7 8 9")]
    [InlineData(-3.6, 6.2, 5, "−2 0 2 4 6")]
    [InlineData(94, 3906, 4, "1000 2000 3000")]
    [InlineData(0, 1, 4, "0 0.2 0.4 0.6 0.8 1")]
    public void Ticks_are_at_round_places_within_the_axis(double low, double high, int count, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Axis.Of("", low, high, count).Ticks.Select(tick => tick.Text)));

    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 2)]
    public void An_axis_of_nothing_still_has_a_length(double low, double high)
    {
        var axis = Axis.Of("", low, high);

        Assert.Equal(1, axis.High - axis.Low);
        Assert.NotEmpty(axis.Ticks);
    }

    [Fact]
    public void Any_axis_has_some_ticks_and_not_too_many()
    {
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 6));
            var high = low + (random.NextDouble() * Math.Pow(10, random.Next(-3, 6)));
            var ticks = Axis.Of("", low, high, count: 5).Ticks;

            Assert.InRange(ticks.Count, 2, 10);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, low - 1e-6, high + 1e-6));
        }
    }
}
