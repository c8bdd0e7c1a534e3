using Earmark.Lab.Fourier;

namespace Earmark.Lab;

/// <summary>
/// Step 2: power over frequency and time, as SciPy's <c>signal.spectrogram(x, 8000)</c> has it by default.
/// </summary>
/// <remarks>
/// Segments of 256 samples, each 224 after the last; from each its mean is taken away, then it is multiplied by a
/// Tukey window of 0.25 and transformed. What does not fill a segment at the end is left out. One-sided power
/// density: the squares of all bins but the first and last count twice, over the rate and the window's energy.
/// </remarks>
public sealed class LabSpectrogram
{
    /// <summary>Samples of a segment.</summary>
    public const int WindowLength = 256;

    /// <summary>Samples from one segment to the next.</summary>
    public const int Hop = WindowLength - (WindowLength / 8);

    /// <summary>Frequencies.</summary>
    public const int BinCount = (WindowLength / 2) + 1;

    /// <summary>From one frequency to the next, in Hz.</summary>
    public const double BinHz = (double)LabSound.SampleRate / WindowLength;

    /// <summary>From one segment to the next, in seconds.</summary>
    public const double FrameSeconds = (double)Hop / LabSound.SampleRate;

    private const double Taper = 0.25;

    private static readonly double[] Window = TukeyWindow();
    private static readonly PowerOfTwoFft Fft = new(WindowLength);
    private static readonly int[] Places = [.. Enumerable.Range(0, BinCount).Select(Fft.PlaceOf)];

    private readonly double[] _power;

    /// <param name="power">Shape [frames, bins].</param>
    internal LabSpectrogram(double[] power) => _power = power;

    /// <summary>Segments.</summary>
    public int FrameCount => _power.Length / BinCount;

    /// <summary>Power density, in full scale² per Hz. Shape [frames, bins].</summary>
    public ReadOnlySpan<double> Power => _power;

    /// <summary>Power density of all bins of a segment. Shape [bins], full scale² per Hz.</summary>
    public ReadOnlySpan<double> Frame(int frame) => _power.AsSpan(frame * BinCount, BinCount);

    /// <summary>The middle of a segment, in seconds.</summary>
    public static double TimeOf(int frame) => (frame * FrameSeconds) + (0.5 * WindowLength / LabSound.SampleRate);

    /// <param name="samples">Shape [time], 8,000 per second; at least one segment.</param>
    public static LabSpectrogram Of(ReadOnlySpan<double> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Length, WindowLength);
        var frameCount = ((samples.Length - WindowLength) / Hop) + 1;
        var power = new double[frameCount * BinCount];
        var re = new double[WindowLength];
        var im = new double[WindowLength];
        var energy = 0.0;
        foreach (var weight in Window)
        {
            energy += weight * weight;
        }

        var scale = 1 / (LabSound.SampleRate * energy);
        for (var frame = 0; frame < frameCount; frame++)
        {
            Weigh(samples.Slice(frame * Hop, WindowLength), re);
            Array.Clear(im);
            Fft.Forward(re, im);
            SquareInto(power.AsSpan(frame * BinCount, BinCount), re, im, scale);
        }

        return new LabSpectrogram(power);
    }

    /// <summary>The mean over all cells.</summary>
    public double Mean()
    {
        var sum = 0.0;
        for (var frame = 0; frame < FrameCount; frame++)
        {
            // Frame by frame: sums of a million cells lose fewer digits that way.
            var frameSum = 0.0;
            foreach (var power in Frame(frame))
            {
                frameSum += power;
            }

            sum += frameSum;
        }

        return sum / _power.Length;
    }

    private static void Weigh(ReadOnlySpan<double> segment, Span<double> weighed)
    {
        var mean = 0.0;
        foreach (var sample in segment)
        {
            mean += sample;
        }

        mean /= segment.Length;
        for (var i = 0; i < segment.Length; i++)
        {
            weighed[i] = (segment[i] - mean) * Window[i];
        }
    }

    private static void SquareInto(Span<double> power, ReadOnlySpan<double> re, ReadOnlySpan<double> im, double scale)
    {
        for (var bin = 0; bin < power.Length; bin++)
        {
            var (x, y) = (re[Places[bin]], im[Places[bin]]);
            var sides = bin > 0 && bin < power.Length - 1 ? 2 : 1;
            power[bin] = ((x * x) + (y * y)) * scale * sides;
        }
    }

    /// <summary>One, but for an eighth at either end, where it follows a cosine; periodic, without a last 0.</summary>
    private static double[] TukeyWindow()
    {
        const double Span = WindowLength * Taper / 2;
        var window = new double[WindowLength];
        for (var i = 0; i < WindowLength; i++)
        {
            var fromEnd = Math.Min(i, WindowLength - i);
            window[i] = fromEnd < Span ? 0.5 * (1 - Math.Cos(Math.PI * fromEnd / Span)) : 1;
        }

        return window;
    }
}
