namespace Earmark.Audio;

/// <summary>The low-pass of one pair of rates, cut into phases.</summary>
/// <remarks>
/// <para>
/// h(t) = 2c sinc(2ct) Kaiser(t), t in input samples, c the cut-off. Source: J. F. Kaiser, "Nonrecursive digital
/// filter design using the I0-sinh window function", ISCAS 1974.
/// </para>
/// <para>
/// The band to keep goes up to 0.975 of half of the lower rate: at 8 kHz to 3,900 Hz, which the fingerprint asks for
/// (docs/fingerprint.md). <see cref="For"/> keeps it within 1 dB, and is 80 dB down where it would be mirrored into
/// it: from 1.025 of half of the lower rate. <see cref="ForStep"/>, for a rate on the way to that, loses nothing of the
/// band, and has more room to fall by 80 dB, so it is short.
/// </para>
/// <para>
/// Only + − × ÷ and √ make the numbers, no library sine: they are the same on every machine.
/// </para>
/// </remarks>
internal sealed class ResamplerFilter
{
    /// <summary>Most phases; between more, the nearest is taken: wrong by at most 1/2048 input sample.</summary>
    private const int PhaseCountMax = 1024;

    /// <summary>Above this rate, phases become fewer as they become finer in time: the table stays at 4 MB.</summary>
    private const int FinePhaseRate = 48_000;

    /// <summary>What is kept, in halves of the lower rate.</summary>
    private const double Band = 0.975;

    /// <summary>Half of the filter's length, times the width that it falls in, in seconds times hertz.</summary>
    private const double HalfLength = 2.00625;
    private const double HalfLengthOfStep = 2.51;

    /// <summary>Where in that width it cuts off.</summary>
    private const double CutOff = 0.375;
    private const double CutOffOfStep = 0.5;

    /// <summary>Shape of the window: 80 dB.</summary>
    private const double Beta = 7.857;

    /// <summary>Filters that are kept: a collection has few rates, a hostile one cannot fill the memory.</summary>
    private const int CachedMax = 16;

    private static readonly double WindowMiddle = BesselI0(Beta);

    private static readonly Lock CacheLock = new();
    private static readonly Dictionary<(int, int, int), ResamplerFilter> Cache = [];

    private readonly float[] _taps;

    private ResamplerFilter(int inputRate, int outputRate, int lastRate)
    {
        (InputRate, OutputRate) = (inputRate, outputRate);
        var isStep = outputRate != lastRate;
        var band = Band * Math.Min(inputRate, lastRate) / 2;
        var fall = Math.Min(inputRate, outputRate) - (2 * band);
        Period = outputRate / GreatestCommonDivisor(inputRate, outputRate);
        var phaseCountMax = (int)Math.Min(PhaseCountMax, (long)PhaseCountMax * FinePhaseRate / inputRate);
        PhaseCount = Math.Min(Period, phaseCountMax);

        // Whole vectors on both sides: see PolyphaseResampler.
        var halfLength = (isStep ? HalfLengthOfStep : HalfLength) * inputRate / fall;
        HalfTapCount = ((int)Math.Ceiling(halfLength) + 7) / 8 * 8;
        TapCount = 2 * HalfTapCount;
        _taps = new float[PhaseCount * TapCount];
        if (inputRate == outputRate)
        {
            // Nothing to do, exactly: one tap of 1.
            _taps[HalfTapCount - 1] = 1;
            return;
        }

        var cutOff = 2 * (band + ((isStep ? CutOffOfStep : CutOff) * fall)) / inputRate;
        for (var i = 0; i < _taps.Length; i++)
        {
            var phase = i / TapCount;
            var t = (i % TapCount) - (HalfTapCount - 1) - ((double)phase / PhaseCount);
            _taps[i] = (float)(cutOff * Sinc(cutOff * t) * Kaiser(t / halfLength));
        }
    }

    /// <summary>Samples per second that it takes.</summary>
    public int InputRate { get; }

    /// <summary>Samples per second that it gives.</summary>
    public int OutputRate { get; }

    /// <summary>Outputs after which the same positions between input samples come again.</summary>
    public int Period { get; }

    /// <summary>Positions between two input samples for which there are taps.</summary>
    public int PhaseCount { get; }

    /// <summary>Taps of one phase, a multiple of 16.</summary>
    public int TapCount { get; }

    /// <summary>Taps from the first to the one before the output's instant, that one included.</summary>
    public int HalfTapCount { get; }

    /// <summary>Returns the taps for an output that lies <paramref name="phase"/> / <see cref="PhaseCount"/> of a
    /// sample behind input sample <see cref="HalfTapCount"/> − 1 of those that they weigh.</summary>
    public ReadOnlySpan<float> Taps(int phase) => _taps.AsSpan(phase * TapCount, TapCount);

    public static ResamplerFilter For(int inputRate, int outputRate) => ForStep(inputRate, outputRate, outputRate);

    /// <param name="lastRate">What the output will be resampled to, which is less.</param>
    public static ResamplerFilter ForStep(int inputRate, int outputRate, int lastRate)
    {
        lock (CacheLock)
        {
            if (!Cache.TryGetValue((inputRate, outputRate, lastRate), out var filter))
            {
                if (Cache.Count == CachedMax)
                {
                    Cache.Clear();
                }

                filter = new ResamplerFilter(inputRate, outputRate, lastRate);
                Cache.Add((inputRate, outputRate, lastRate), filter);
            }

            return filter;
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : SinePi(x) / (Math.PI * x);

    /// <summary>sin πx by its Taylor series, to 1e-15.</summary>
    private static double SinePi(double x)
    {
        var nearest = Math.Round(x);
        var angle = Math.PI * (x - nearest);
        var square = angle * angle;
        var term = angle;
        var sum = term;
        for (var n = 2; n <= 24; n += 2)
        {
            term *= -square / (n * (n + 1));
            sum += term;
        }

        return Math.Abs(nearest % 2) == 1 ? -sum : sum;
    }

    /// <param name="position">−1 … 1 inside the window, which is 0 outside.</param>
    private static double Kaiser(double position)
    {
        var square = 1 - (position * position);
        return square < 0 ? 0 : BesselI0(Beta * Math.Sqrt(square)) / WindowMiddle;
    }

    private static double BesselI0(double x)
    {
        var quarter = x * x / 4;
        var term = 1.0;
        var sum = 1.0;
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= quarter / ((double)n * n);
            sum += term;
        }

        return sum;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
