using System.Collections.Concurrent;
using System.Globalization;

namespace Earmark.Cli.Degrading;

/// <summary>Changes of speed, tempo and pitch by FFmpeg's filters, with times that stay true.</summary>
internal static class Stretcher
{
    private const double BurstInterval = 0.5;
    private const double BurstSeconds = 0.02;
    private const int BurstCount = 16;

    // What a filter delays is measured once in a process.
    private static readonly ConcurrentDictionary<(string Filter, double TimeFactor), Task<double>> Delays = [];

    /// <summary>The factor that <see cref="SpeedAsync"/> has, which changes the rate by whole hertz.</summary>
    public static double Speed(double percent) =>
        Math.Round(Sound.SampleRate * (1 + (percent / 100))) / Sound.SampleRate;

    /// <summary>The ratio of frequencies that semitones are.</summary>
    public static double Pitch(double semitones) => Math.Pow(2, semitones / 12);

    /// <summary>Faster and higher together, as a turntable does.</summary>
    public static Task<Take> SpeedAsync(Take take, double factor, CancellationToken ct) =>
        ApplyAsync(take, Resampling(factor), factor, ct);

    /// <summary>Faster at the same pitch.</summary>
    public static Task<Take> TempoAsync(Take take, double factor, CancellationToken ct) =>
        ApplyAsync(take, Tempo(factor), factor, ct);

    /// <summary>Higher at the same tempo; by way of the speed where FFmpeg lacks rubberband.</summary>
    public static Task<Take> PitchAsync(Take take, double factor, CancellationToken ct)
    {
        if (FfmpegPipe.Filters.Contains("rubberband"))
        {
            return ApplyAsync(take, string.Create(CultureInfo.InvariantCulture, $"rubberband=pitch={factor}"), 1, ct);
        }

        var whole = Math.Round(Sound.SampleRate * factor) / Sound.SampleRate;
        return ApplyAsync(take, $"{Resampling(whole)},{Tempo(1 / whole)}", 1, ct);
    }

    private static string Resampling(double factor) =>
        $"asetrate={(int)Math.Round(Sound.SampleRate * factor)},aresample={Sound.SampleRate}";

    private static string Tempo(double factor) => string.Create(CultureInfo.InvariantCulture, $"atempo={factor}");

    private static async Task<Take> ApplyAsync(Take take, string filter, double timeFactor, CancellationToken ct)
    {
        // Not with this token: others wait for the same measurement.
        var delay = await Delays.GetOrAdd(
            (filter, timeFactor), key => MeasureDelayAsync(key.Filter, key.TimeFactor)).WaitAsync(ct);
        var samples = await FfmpegPipe.FilterAsync(filter, take.Samples, ct)
            ?? throw new DegradingException($"FFmpeg failed at the filter {filter}");
        var start = (int)Math.Round((take.Start / timeFactor) + (delay * Sound.SampleRate));
        var length = (int)Math.Round(take.Length / timeFactor);
        return start >= 0 && start + length <= samples.Length
            ? new Take(samples, start, length)
            : throw new DegradingException($"FFmpeg's filter {filter} returned less than the clip");
    }

    /// <summary>
    /// Seconds that the filter's output comes late: the median over bursts, each placed by the middle of its energy.
    /// </summary>
    private static async Task<double> MeasureDelayAsync(string filter, double timeFactor)
    {
        var dice = new Dice(1);
        var bursts = new float[(int)((BurstCount + 2) * BurstInterval * Sound.SampleRate)];
        var length = (int)(BurstSeconds * Sound.SampleRate);
        for (var burst = 1; burst <= BurstCount; burst++)
        {
            var first = (int)(burst * BurstInterval * Sound.SampleRate);
            for (var i = 0; i < length; i++)
            {
                bursts[first + i] = (float)Math.Sin(Math.PI * i / length) * dice.Noise();
            }
        }

        var heard = await FfmpegPipe.FilterAsync(filter, bursts, CancellationToken.None)
            ?? throw new DegradingException($"FFmpeg failed at the filter {filter}");
        // The first bursts meet a filter that still fills up.
        var late = Enumerable.Range(3, BurstCount - 3)
            .Select(burst => (Middle(heard, burst, timeFactor) - (Middle(bursts, burst, 1) / timeFactor)))
            .Order()
            .ToList();
        return late[late.Count / 2];
    }

    /// <summary>Middle of the energy around a burst, in seconds.</summary>
    private static double Middle(ReadOnlySpan<float> samples, int burst, double timeFactor)
    {
        var start = (int)((burst - 0.4) * BurstInterval / timeFactor * Sound.SampleRate);
        var stop = Math.Min((int)((burst + 0.4) * BurstInterval / timeFactor * Sound.SampleRate), samples.Length);
        var (sum, moment) = (1e-30, 0.0);
        for (var i = start; i < stop; i++)
        {
            sum += samples[i] * samples[i];
            moment += (double)i * samples[i] * samples[i];
        }

        return moment / sum / Sound.SampleRate;
    }
}
