namespace Earmark.Tests.Reference;

/// <summary>Resampling by its definition: every output sums all inputs, weighed by a Kaiser-windowed sinc.</summary>
internal static class SincInterpolation
{
    /// <summary>Returns ⌈length · outputRate / inputRate⌉ samples.</summary>
    public static double[] Resample(float[] input, int inputRate, int outputRate)
    {
        var lowerRate = Math.Min(inputRate, outputRate);
        var bandwidth = 0.99375 * lowerRate / 2;
        var halfLengthSeconds = 80.25 / lowerRate;
        var output = new double[((long)input.Length * outputRate + inputRate - 1) / inputRate];
        for (var n = 0; n < output.Length; n++)
        {
            for (var k = 0; k < input.Length; k++)
            {
                var seconds = ((double)n / outputRate) - ((double)k / inputRate);
                output[n] += input[k] * Weight(seconds, bandwidth, halfLengthSeconds) / inputRate;
            }
        }

        return output;
    }

    private static double Weight(double seconds, double bandwidth, double halfLengthSeconds)
    {
        var position = seconds / halfLengthSeconds;

        // The window is not 0 at its ends; taps that lie there exactly belong to it, whatever the rounding.
        if (Math.Abs(position) > 1 + 1e-9)
        {
            return 0;
        }

        var x = 2 * bandwidth * seconds;
        var sinc = x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
        var window = BesselI0(7.857 * Math.Sqrt(Math.Max(0, 1 - (position * position)))) / BesselI0(7.857);
        return 2 * bandwidth * sinc * window;
    }

    /// <summary>I0(x) as the mean of exp(x cos θ) over θ, which is not the series that the product sums.</summary>
    private static double BesselI0(double x)
    {
        const int Steps = 32;
        return Enumerable.Range(0, Steps).Average(i => Math.Exp(x * Math.Cos(2 * Math.PI * i / Steps)));
    }
}
