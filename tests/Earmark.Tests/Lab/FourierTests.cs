using System.Numerics;
using Earmark.Lab.Fourier;

namespace Earmark.Tests.Lab;

public sealed class FourierTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(8192)]
    [InlineData(16384)]
    public void A_power_of_two_is_transformed_as_the_sum_says_and_back(int length)
    {
        var signal = Noise(length);
        var (re, im) = Parts(signal);
        var fft = new PowerOfTwoFft(length);

        fft.Forward(re, im);
        foreach (var bin in new[] { 0, 1, 2, 7, length / 2, length - 3, length - 1 })
        {
            var place = fft.PlaceOf(bin);
            var expected = Bin(signal, bin, length);
            Assert.True(Complex.Abs(expected - new Complex(re[place], im[place])) < 1e-13 * length);
        }

        Assert.Equal(length, Enumerable.Range(0, length).Select(fft.PlaceOf).Distinct().Count());
        fft.Inverse(re, im);
        Assert.All(
            signal.Index(),
            sample => Assert.True(
                Complex.Abs(sample.Item - (new Complex(re[sample.Index], im[sample.Index]) / length)) < 1e-14));
    }

    [Theory]
    [InlineData(1, 1, 0, 1)]
    [InlineData(7, 7, 0, 7)]
    [InlineData(40, 97, -13, 27)]
    [InlineData(100, 30, 5, 60)]
    [InlineData(50, 4001, -40, 81)]
    public void Some_bins_of_any_length_are_as_the_sum_says(int pointCount, int parts, int firstBin, int binCount)
    {
        var signal = Noise(pointCount);
        var length = ChirpTransform.LengthFor(pointCount, binCount);
        var (re, im) = Parts([.. signal, .. new Complex[length - pointCount]]);

        new ChirpTransform(parts).Transform(re, im, pointCount, firstBin, binCount);

        for (var i = 0; i < binCount; i++)
        {
            var expected = Bin(signal, 2 * (firstBin + i), parts);
            Assert.True(Complex.Abs(expected - new Complex(re[i], im[i])) < 1e-12);
        }
    }

    [Theory]
    [InlineData(4411, 800, "resampled-down.bin")]
    [InlineData(4410, 801, "resampled-odd.bin")]
    [InlineData(800, 999, "resampled-up.bin")]
    public void A_signal_is_resampled_as_scipy_does(int count, int wanted, string name) =>
        Assert.True(LabFixture.Difference(
            LabFixture.Read<double>(name), FourierResampler.Resample(LabFixture.Signal(count), wanted)) < 1e-13);

    [Fact]
    public void A_signal_of_as_many_samples_is_itself() =>
        Assert.Equal(LabFixture.Signal(101), FourierResampler.Resample(LabFixture.Signal(101), 101));

    [Fact]
    public void A_tone_below_half_the_new_rate_stays_and_one_above_is_gone()
    {
        var low = Enumerable.Range(0, 44_100).Select(i => Math.Sin(2 * Math.PI * 1000 * i / 44_100)).ToArray();
        var high = Enumerable.Range(0, 44_100).Select(i => Math.Sin(2 * Math.PI * 5000 * i / 44_100)).ToArray();

        var expected = Enumerable.Range(0, 8000).Select(i => Math.Sin(2 * Math.PI * 1000 * i / 8000));
        Assert.True(LabFixture.Difference(expected, FourierResampler.Resample(low, 8000)) < 1e-10);
        Assert.All(FourierResampler.Resample(high, 8000), sample => Assert.True(Math.Abs(sample) < 1e-10));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(97)]
    [InlineData(10_584_013)]
    public void Roots_of_unity_are_as_near_as_doubles_are(int order)
    {
        var roots = new RootsOfUnity(order);
        foreach (var index in new long[] { 0, 1, order / 8, order / 4, order / 3, order / 2, order - 1 })
        {
            var (sine, cosine) = double.SinCosPi(2.0 * index / order);
            Assert.True(Complex.Abs(roots.At(index) - new Complex(cosine, sine)) < 1e-15);
        }
    }

    private static Complex Bin(Complex[] signal, long bin, long parts)
    {
        var sum = Complex.Zero;
        for (var n = 0; n < signal.Length; n++)
        {
            sum += signal[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * (bin * n % parts) / parts);
        }

        return sum;
    }

    private static Complex[] Noise(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => new Complex(random.NextDouble(), random.NextDouble()))];
    }

    private static (double[] Re, double[] Im) Parts(Complex[] signal) =>
        ([.. signal.Select(sample => sample.Real)], [.. signal.Select(sample => sample.Imaginary)]);
}
