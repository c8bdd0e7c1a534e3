using Earmark.Audio;
using Earmark.Cli.Degrading;

namespace Earmark.Cli.Evaluation;

/// <summary>Tells a wrong place from another place where the track has the same sound: much music loops.</summary>
/// <remarks>Compares waveforms at 4 kHz. Reads the track again only for answers that name another place.</remarks>
internal sealed class Repeats(Excerpt excerpt, ExcerptSound sound)
{
    /// <summary>Nearer answers are errors of the fit, not other places, in seconds.</summary>
    private const double Near = 0.1;

    private const int Rate = 4000;
    private const int Step = Sound.SampleRate / Rate;

    /// <summary>How far a place named may lie from the repetition that it means, in seconds.</summary>
    private const double Reach = 0.1;

    /// <summary>The correlation of what counts as the same sound.</summary>
    private const double LeastCorrelation = 0.8;

    private readonly Dictionary<(long Place, double Seconds), double?> _known = [];

    /// <summary>Seconds from a place named to the true one, or to the nearest one that sounds the same.</summary>
    /// <param name="seconds">How much of the track the clip has.</param>
    public double OffsetError(double offset, double seconds, CancellationToken ct)
    {
        var error = Math.Abs(offset - sound.Start);
        if (error <= Near)
        {
            return error;
        }

        // To the hundredth of a second: another answer of nearly the same place meets the same repetition.
        var place = Math.Round(offset, 2);
        var key = ((long)Math.Round(100 * place), seconds);
        if (!_known.TryGetValue(key, out var repetition))
        {
            repetition = Find(place, seconds, ct);
            _known[key] = repetition;
        }

        return repetition is { } other ? Math.Abs(offset - other) : error;
    }

    /// <summary>Where around a place the sound of the clip comes again; null where it does not.</summary>
    private double? Find(double place, double seconds, CancellationToken ct)
    {
        var from = place - Reach;
        if (from < 0)
        {
            return null;
        }

        var clip = Thin(sound.Cut(seconds, 1).Clip);
        var options = new AudioOptions
        {
            SampleRate = Sound.SampleRate,
            Start = TimeSpan.FromSeconds(from),
            Duration = TimeSpan.FromSeconds(seconds + (2 * Reach)),
        };
        using var audio = AudioStream.Open(excerpt.Recording.Path, options, ct);
        var around = new float[(int)((seconds + (2 * Reach)) * Sound.SampleRate)];
        var filled = 0;
        while (filled < around.Length && audio.Read(around.AsSpan(filled)) is > 0 and var count)
        {
            filled += count;
        }

        var other = Thin(around);
        var (bestLag, best) = (0, 0.0);
        for (var lag = 0; lag + clip.Length <= other.Length; lag++)
        {
            var correlation = Correlation(clip, other.AsSpan(lag, clip.Length));
            (bestLag, best) = correlation > best ? (lag, correlation) : (bestLag, best);
        }

        return best >= LeastCorrelation ? from + ((double)bestLag * Step / Sound.SampleRate) : null;
    }

    /// <summary>Every eleventh sample of what lies below a quarter of the new rate.</summary>
    private static float[] Thin(ReadOnlySpan<float> samples)
    {
        var low = Degrader.Band(samples, 0, Rate / 4.0);
        var thin = new float[low.Length / Step];
        for (var i = 0; i < thin.Length; i++)
        {
            thin[i] = low[i * Step];
        }

        return thin;
    }

    private static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (product, powerA, powerB) = (0.0, 0.0, 1e-12);
        for (var i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            powerA += (double)a[i] * a[i];
            powerB += (double)b[i] * b[i];
        }

        return product / Math.Sqrt(Math.Max(powerA, 1e-12) * powerB);
    }
}
