using Earmark.Audio;
using Earmark.Cli.Degrading;

namespace Earmark.Cli.Evaluation;

/// <summary>The sound around an excerpt, at the rate it is degraded at.</summary>
/// <param name="Start">Seconds into the track at which clips begin.</param>
/// <param name="Samples">Mono, from some time before that.</param>
/// <param name="Before">How many samples that time is.</param>
internal sealed record ExcerptSound(double Start, float[] Samples, int Before)
{
    /// <summary>Sound to have before a clip: as long as a room may ring, at any change of speed.</summary>
    private const double Lead = Surroundings.RoomSecondsMax + 0.1;

    /// <summary>Sound to have after it: what filters hold back.</summary>
    private const double Tail = 0.5;

    /// <summary>A start is used where the first seconds after it are louder than this mean square: −40 dB.</summary>
    private const double LeastPower = 1e-4;

    private const double HeardSeconds = 3;

    private readonly Dictionary<(double Seconds, double Factor), Take> _cut = [];

    /// <summary>
    /// Reads a track once, no further than it must, and keeps what lies around the first start that is not nearly
    /// silent; where all are, around the loudest.
    /// </summary>
    /// <param name="clipSeconds">The longest clip.</param>
    /// <param name="factorMax">How much faster clips are played at most.</param>
    /// <exception cref="AudioException">The file cannot be read.</exception>
    public static ExcerptSound Read(Excerpt excerpt, double clipSeconds, double factorMax, CancellationToken ct)
    {
        var before = Sound.ToSamples(factorMax * Lead);
        var length = before + Sound.ToSamples(factorMax * (clipSeconds + Tail)) + 1;
        var heard = Sound.ToSamples(Math.Min(HeardSeconds, clipSeconds));
        var windows = excerpt.Starts.Select(start => (Start: start, Samples: new float[length])).ToList();
        using var audio = AudioStream.Open(
            excerpt.Recording.Path, new AudioOptions { SampleRate = Sound.SampleRate }, ct);
        var block = new float[Sound.SampleRate];
        var position = 0L;
        foreach (var window in windows)
        {
            var end = ToPosition(window.Start) - before + length;
            while (position < end && audio.Read(block) is > 0 and var count)
            {
                foreach (var (start, samples) in windows)
                {
                    Copy(block.AsSpan(0, count), position, samples, ToPosition(start) - before);
                }

                position += count;
            }

            if (Loudness(window) >= LeastPower)
            {
                return new ExcerptSound(window.Start, window.Samples, before);
            }
        }

        var (loudestStart, loudest) = windows.MaxBy(Loudness);
        return new ExcerptSound(loudestStart, loudest, before);

        double Loudness((double Start, float[] Samples) window) =>
            Degrader.Power(window.Samples.AsSpan(before, heard));
    }

    /// <summary>
    /// The clip before anything happens to it, long enough to be played that much faster; the same samples each time.
    /// </summary>
    public Take Cut(double seconds, double timeFactor)
    {
        if (!_cut.TryGetValue((seconds, timeFactor), out var take))
        {
            take = CutAnew(seconds, timeFactor);
            _cut[(seconds, timeFactor)] = take;
        }

        return take;
    }

    private Take CutAnew(double seconds, double timeFactor)
    {
        var lead = Math.Min(Before, Sound.ToSamples(timeFactor * Lead));
        var length = Sound.ToSamples(timeFactor * seconds);
        var stop = Math.Min(Samples.Length, Before + length + Sound.ToSamples(timeFactor * Tail));
        return new Take(Samples[(Before - lead)..stop], lead, length);
    }

    /// <summary>A place in a track, which may be a day long.</summary>
    private static long ToPosition(double seconds) => (long)Math.Round(seconds * Sound.SampleRate);

    /// <summary>Copies the part of a block that lies in a window; both positions in samples of the track.</summary>
    private static void Copy(ReadOnlySpan<float> block, long blockStart, Span<float> window, long windowStart)
    {
        var from = Math.Max(blockStart, windowStart);
        var to = Math.Min(blockStart + block.Length, windowStart + window.Length);
        if (to > from)
        {
            block[(int)(from - blockStart)..(int)(to - blockStart)].CopyTo(window[(int)(from - windowStart)..]);
        }
    }
}
