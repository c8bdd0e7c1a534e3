using CsCheck;
using Earmark.Landmarks;

namespace Earmark.Tests.Landmarks;

public sealed class SlidingMaximumTests
{
    [Fact]
    public void Agrees_with_the_definition_for_any_radius_and_length() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 60].SelectMany(length => Gen.Float[-20, 20].Array[length]))
            .Sample((radius, values) => Assert.Equal(Naive(values, radius), Apply(values, radius)));

    [Fact]
    public void Every_place_of_the_highest_value_is_seen_from_as_far_as_the_radius_and_no_further()
    {
        // One value in a row of zeros, at each place in turn: the band and radius of the full profile.
        for (var place = 0; place < 977; place++)
        {
            var values = new float[977];
            values[place] = 1;

            Assert.Equal(Naive(values, radius: 8), Apply(values, radius: 8));
        }
    }

    [Fact]
    public void A_row_leaves_nothing_behind_for_the_next()
    {
        var maximum = new SlidingMaximum(3, 11);
        var maxima = new float[11];
        maximum.Apply([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], maxima);
        maximum.Apply([-5, -4, -5, -5, -5, -5, -5, -5, -5, -5, -3], maxima);

        Assert.Equal([-4, -4, -4, -4, -4, -5, -5, -3, -3, -3, -3], maxima);
    }

    private static float[] Apply(float[] values, int radius)
    {
        var maxima = new float[values.Length];
        new SlidingMaximum(radius, values.Length).Apply(values, maxima);
        return maxima;
    }

    private static float[] Naive(float[] values, int radius) =>
        [.. values.Select((_, i) => values[Math.Max(0, i - radius)..Math.Min(values.Length, i + radius + 1)].Max())];
}
