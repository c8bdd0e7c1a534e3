using System.Numerics;
using Earmark.Spectral;

namespace Earmark.Tests.Spectral;

public sealed class ComplexFftTests
{
    public static TheoryData<int> Lengths => [32, 64, 128, 256, 512, 1024, 2048, 4096];

    [Theory, MemberData(nameof(Lengths))]
    public void Agrees_with_the_definition(int length)
    {
        var points = RandomPoints(length, seed: length);

        AssertNear(Reference.Fourier.ByDefinition(points), Transform(points));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void An_impulse_has_every_frequency_alike(int length)
    {
        var points = new Complex[length];
        points[0] = new Complex(1, -2);

        Assert.All(Transform(points), bin => Assert.Equal(new Complex(1, -2), bin));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void A_tone_is_one_bin(int length)
    {
        var tone = Enumerable.Range(0, length)
            .Select(n => Complex.FromPolarCoordinates(1, 2 * Math.PI * 5 * n / length)).ToArray();
        var expected = new Complex[length];
        expected[5] = length;

        AssertNear(expected, Transform(tone));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Energy_is_kept(int length)
    {
        var points = RandomPoints(length, seed: 1);

        var ratio = Transform(points).Sum(Energy) / length / points.Sum(Energy);
        Assert.InRange(ratio, 1 - 1e-6, 1 + 1e-6);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void The_transform_of_a_sum_is_the_sum_of_transforms(int length)
    {
        var (a, b) = (RandomPoints(length, seed: 2), RandomPoints(length, seed: 3));
        var sum = a.Zip(b, (x, y) => (2 * x) - y).ToArray();

        AssertNear([.. Transform(a).Zip(Transform(b), (x, y) => (2 * x) - y)], Transform(sum));
    }

    [Fact]
    public void An_instance_gives_the_same_bits_every_time()
    {
        var fft = new ComplexFft(512);
        var points = RandomPoints(512, seed: 4);

        var first = Transform(points, fft);
        Transform(RandomPoints(512, seed: 5), fft);
        Assert.Equal(first, Transform(points, fft));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)] // too short for the vectors
    [InlineData(48)]
    public void A_length_it_cannot_do_is_refused(int length) =>
        Assert.ThrowsAny<ArgumentException>(() => new ComplexFft(length));

    [Fact]
    public void Points_of_another_number_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ComplexFft(64).Transform(new float[64], new float[32]));

    private static double Energy(Complex value) => value.Magnitude * value.Magnitude;

    private static Complex[] RandomPoints(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => new Complex(Sample(random), Sample(random)))];

        static float Sample(Random random) => (2 * random.NextSingle()) - 1;
    }

    private static Complex[] Transform(Complex[] points, ComplexFft? fft = null)
    {
        var re = points.Select(point => (float)point.Real).ToArray();
        var im = points.Select(point => (float)point.Imaginary).ToArray();
        (fft ?? new ComplexFft(points.Length)).Transform(re, im);
        return [.. re.Zip(im, (x, y) => new Complex(x, y))];
    }

    /// <summary>Within what rounding to float may do, at the scale of the whole spectrum.</summary>
    private static void AssertNear(Complex[] expected, Complex[] actual)
    {
        var scale = Math.Sqrt(expected.Sum(Energy));
        var error = Math.Sqrt(expected.Zip(actual, (x, y) => Energy(x - y)).Sum());
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(error / scale, 0, 5e-7);
    }
}
