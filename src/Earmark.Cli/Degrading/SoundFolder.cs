using Earmark.Audio;

namespace Earmark.Cli.Degrading;

/// <summary>A folder of recordings, noises or rooms, that clips are mixed with or played in.</summary>
internal sealed class SoundFolder
{
    private static readonly TimeSpan LongestUse = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyList<(string Path, TimeSpan Duration)> _files;

    private SoundFolder(IReadOnlyList<(string Path, TimeSpan Duration)> files) => _files = files;

    /// <summary>Finds out what in a folder is sound, and how long: reads all of it once.</summary>
    /// <returns>Null where nothing is.</returns>
    public static SoundFolder? Open(string folder, CancellationToken ct)
    {
        var files = new List<(string, TimeSpan)>();
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (Measure(path, ct) is { } duration)
            {
                files.Add((path, duration));
            }
        }

        return files.Count > 0 ? new SoundFolder(files) : null;
    }

    /// <summary>How long a file plays, up to ten minutes: reads it once. Null where it is no sound.</summary>
    public static TimeSpan? Measure(string path, CancellationToken ct)
    {
        try
        {
            using var audio = AudioStream.Open(
                path, new AudioOptions { SampleRate = Sound.SampleRate, Duration = LongestUse }, ct);
            var block = new float[1 << 14];
            while (audio.Read(block) > 0)
            {
                // Only the length is wanted.
            }

            return audio.Duration > TimeSpan.Zero ? audio.Duration : null;
        }
        catch (AudioException)
        {
            // A text beside the recordings.
            return null;
        }
    }

    /// <summary>Samples from a random place of a random recording, which goes round where it is short.</summary>
    public float[] Take(int length, Dice dice, CancellationToken ct)
    {
        var (path, duration) = dice.Pick(_files);
        var spare = duration.TotalSeconds - ((double)length / Sound.SampleRate);
        var start = Math.Max(0, dice.Between(0, Math.Max(spare, 1e-3)));
        var samples = Read(path, Math.Floor(1000 * start) / 1000, length, ct);
        if (samples.Length == 0)
        {
            throw new DegradingException($"{path} has become unreadable");
        }

        var taken = new float[length];
        for (var i = 0; i < length; i++)
        {
            taken[i] = samples[i % samples.Length];
        }

        return taken;
    }

    /// <summary>The start of a random recording.</summary>
    /// <param name="lengthMax">Samples at most.</param>
    public float[] First(int lengthMax, Dice dice, CancellationToken ct) =>
        Read(dice.Pick(_files).Path, 0, lengthMax, ct);

    private static float[] Read(string path, double start, int lengthMax, CancellationToken ct)
    {
        var options = new AudioOptions { SampleRate = Sound.SampleRate, Start = TimeSpan.FromSeconds(start) };
        using var audio = AudioStream.Open(path, options, ct);
        var samples = new float[lengthMax];
        var filled = 0;
        while (filled < lengthMax && audio.Read(samples.AsSpan(filled)) is > 0 and var count)
        {
            filled += count;
        }

        return samples[..filled];
    }
}
