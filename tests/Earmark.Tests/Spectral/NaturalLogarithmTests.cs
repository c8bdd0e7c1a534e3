using System.Runtime.Intrinsics;
using Earmark.Spectral;

namespace Earmark.Tests.Spectral;

public sealed class NaturalLogarithmTests
{
    private const int LeastNormal = 0x00800000;
    private const int Infinity = 0x7f800000;

    [Fact]
    public void Agrees_with_the_library_over_all_positive_normal_numbers()
    {
        // Every exponent with mantissas a prime apart: 1.1 million of the 2.1 billion values.
        for (var bits = LeastNormal; bits < Infinity - 1999; bits += 1999)
        {
            AssertNear(bits);
        }
    }

    [Fact]
    public void Agrees_with_the_library_at_the_ends_and_around_every_power_of_two()
    {
        AssertNear(LeastNormal);
        AssertNear(Infinity - 1);
        for (var power = LeastNormal + (1 << 23); power < Infinity; power += 1 << 23)
        {
            // Half-way down the octave is where the exponent steps.
            foreach (var near in new[] { power, power - 0x400000 + 0x3504f3 })
            {
                for (var bits = near - 20; bits <= near + 20; bits++)
                {
                    AssertNear(bits);
                }
            }
        }
    }

    [Fact]
    public void Of_one_is_zero() => Assert.Equal(0, Log(1));

    [Fact]
    public void Each_lane_is_by_itself()
    {
        float[] values = [1e-9f, 0.5f, 1, 2, 3, 10, 1e20f, 1.5f];

        var logs = NaturalLogarithm.Of(Vector256.Create(values));
        for (var lane = 0; lane < 8; lane++)
        {
            Assert.Equal(Log(values[lane]), logs[lane]);
        }
    }

    private static void AssertNear(int bits)
    {
        var value = BitConverter.Int32BitsToSingle(bits);
        var expected = Math.Log(value);
        var error = Math.Abs(Log(value) - expected);
        if (error > 2e-7 * Math.Abs(expected))
        {
            Assert.Fail($"ln({value:r}) is off by {error / Math.Abs(expected)}.");
        }
    }

    private static float Log(float value) => NaturalLogarithm.Of(Vector256.Create(value))[0];
}
