using System.Globalization;

namespace Earmark.Cli.Degrading;

/// <summary>Changes of speed, tempo and pitch by FFmpeg's filters.</summary>
/// <remarks>
/// Speed is exact in time. Tempo and pitch move the parts of a sound by milliseconds: in real music rubberband by 3
/// to 10 (median), atempo by 8 to 18, which is why it is only used where there is no rubberband.
/// </remarks>
internal static class Stretcher
{
    /// <summary>The factor that <see cref="SpeedAsync"/> has, which changes the rate by whole hertz.</summary>
    public static double Speed(double percent) => ToWholeHertz(1 + (percent / 100));

    /// <summary>The ratio of frequencies that semitones are.</summary>
    public static double Pitch(double semitones) => Math.Pow(2, semitones / 12);

    /// <summary>Faster and higher together, as a turntable does.</summary>
    public static Task<Take> SpeedAsync(Take take, double factor, CancellationToken ct) =>
        ApplyAsync(take, Resampling(factor), factor, ct);

    /// <summary>Faster at the same pitch.</summary>
    public static Task<Take> TempoAsync(Take take, double factor, CancellationToken ct) =>
        ApplyAsync(take, HasRubberband ? Filter("rubberband=tempo=", factor) : Tempo(factor), factor, ct);

    /// <summary>Higher at the same tempo; by way of the speed where FFmpeg lacks rubberband.</summary>
    public static Task<Take> PitchAsync(Take take, double factor, CancellationToken ct)
    {
        var whole = ToWholeHertz(factor);
        var filter = HasRubberband
            ? Filter("rubberband=pitch=", factor)
            : $"{Resampling(whole)},{Tempo(1 / whole)}";
        return ApplyAsync(take, filter, 1, ct);
    }

    private static bool HasRubberband => FfmpegPipe.Filters.Contains("rubberband");

    private static double ToWholeHertz(double factor) => Math.Round(Sound.SampleRate * factor) / Sound.SampleRate;

    private static string Resampling(double factor) =>
        $"asetrate={(int)Math.Round(Sound.SampleRate * factor)},aresample={Sound.SampleRate}";

    private static string Tempo(double factor) => Filter("atempo=", factor);

    private static string Filter(string name, double factor) =>
        name + factor.ToString("0.#########", CultureInfo.InvariantCulture);

    private static async Task<Take> ApplyAsync(Take take, string filter, double timeFactor, CancellationToken ct)
    {
        var samples = await FfmpegPipe.FilterAsync(filter, take.Samples, ct)
            ?? throw new DegradingException($"FFmpeg failed at the filter {filter}");
        var start = (int)Math.Round(take.Start / timeFactor);
        var length = (int)Math.Round(take.Length / timeFactor);
        return start + length <= samples.Length
            ? new Take(samples, start, length)
            : throw new DegradingException($"FFmpeg's filter {filter} returned less than the clip");
    }
}
