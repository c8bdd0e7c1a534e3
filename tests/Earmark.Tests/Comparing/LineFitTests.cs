using Earmark.Comparing;

namespace Earmark.Tests.Comparing;

public sealed class LineFitTests
{
    private static readonly Line Start = new(5, 1);

    [Fact]
    public void A_line_goes_by_the_points_that_agree_whatever_the_others_say()
    {
        var dice = new Random(1);
        var points = Enumerable.Range(0, 60)
            .Select(i => 10.0 * i)
            .Select((time, i) => (time, i % 5 < 2 ? time + dice.NextDouble() : 5.02 + (time * 1.00004)))
            .ToList();

        var fit = LineFit.Near(points, Start, factorReach: 0.0004, tolerance: 0.001, leastSpan: 20);

        Assert.Equal(5.02, fit.Line.Offset, 1e-6);
        Assert.Equal(1.00004, fit.Line.Factor, 1e-9);
        Assert.Equal(points.Count * 3 / 5, fit.Inliers.Count);
    }

    [Fact]
    public void Points_that_span_too_little_time_keep_the_factor_that_was_known()
    {
        List<(double, double)> points = [(0, 5.001), (4, 9.0011), (8, 13.0008)];

        var fit = LineFit.Near(points, Start, factorReach: 0.0004, tolerance: 0.001, leastSpan: 20);

        Assert.Equal(1, fit.Line.Factor);
        Assert.Equal(5.001, fit.Line.Offset, 0.0002);
        Assert.True(double.IsInfinity(fit.FactorError));
    }

    [Fact]
    public void Of_two_points_that_the_known_factor_does_not_join_one_is_kept()
    {
        List<(double, double)> points = [(0, 5), (100, 105.03)];

        var fit = LineFit.Near(points, Start, factorReach: 0.0004, tolerance: 0.001, leastSpan: 20);

        Assert.Equal([0], fit.Inliers);
        Assert.Equal(5, fit.Line.Offset, 1e-9);
        Assert.Equal(1, fit.Line.Factor);
    }

    [Fact]
    public void The_error_grows_with_the_time_from_the_points_and_holds_the_truth()
    {
        var dice = new Random(2);
        var points = Enumerable.Range(0, 40)
            .Select(i => (Time: 100 + (5.0 * i), Other: 105 + (5.0 * i) + (0.0002 * (dice.NextDouble() - 0.5))))
            .ToList();

        var fit = LineFit.Near(points, Start, factorReach: 0.0004, tolerance: 0.001, leastSpan: 20);

        Assert.True(fit.ErrorAt(0) > fit.ErrorAt(200));
        Assert.InRange(Math.Abs(fit.Line.Map(0) - 5), 0, 4 * fit.ErrorAt(0));
    }
}
