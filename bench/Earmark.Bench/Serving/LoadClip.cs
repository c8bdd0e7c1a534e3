using System.Buffers.Binary;
using Earmark.Audio;
using Earmark.Bench.Measuring;
using Earmark.Cli.Degrading;
using Earmark.Cli.Output;

namespace Earmark.Bench.Serving;

/// <summary>A clip as it is sent: mono samples of 16 bits.</summary>
/// <param name="RefId">What it is of; empty for music that is not in the library.</param>
internal sealed record LoadClip(byte[] Samples, string RefId, bool IsHard)
{
    /// <summary>How long each is, in seconds.</summary>
    public const int Seconds = 10;

    /// <summary>What a sound card delivers.</summary>
    public const int SampleRate = 44_100;

    /// <summary>Conditions that take more than the first step of a search, or should.</summary>
    private static readonly string[] Hard =
        ["ambience", "babble", "mic", "pink", "tempo", "traffic", "unknown", "white"];

    /// <summary>Its first seconds.</summary>
    public LoadClip First(int seconds) => this with { Samples = Samples[..(2 * SampleRate * seconds)] };

    /// <summary>Clips cut as they are from random places of the tracks that have files.</summary>
    public static List<LoadClip> CutFrom(Library library, int count)
    {
        var tracks = library.Tracks()
            .Where(track => track.Duration.TotalSeconds > 2 * Seconds && File.Exists(track.Path))
            .ToList();
        if (tracks.Count == 0)
        {
            throw new UsageException("No track of the library has a file to cut clips from; store some.");
        }

        var dice = new Dice(7);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var track = dice.Pick(tracks);
            var start = dice.Between(0, track.Duration.TotalSeconds - Seconds - 1);
            return new LoadClip(Read(track.Path!, TimeSpan.FromSeconds(start)), track.RefId, IsHard: false);
        })];
    }

    /// <summary>Clips of a table that are hard to name.</summary>
    public static List<LoadClip> HardOf(string table, int count)
    {
        var clips = Clip.ReadAll(table)
            .Where(clip => clip.Seconds == Seconds && Hard.Contains(clip.Condition))
            .ToList();
        var dice = new Dice(8);
        return [.. Enumerable.Range(0, count).Select(_ => dice.Pick(clips)).Select(
            clip => new LoadClip(Read(clip.Path, TimeSpan.Zero), clip.RefId, IsHard: true))];
    }

    private static byte[] Read(string path, TimeSpan start)
    {
        using var audio = AudioStream.Open(path, new AudioOptions
        {
            SampleRate = SampleRate, Start = start, Duration = TimeSpan.FromSeconds(Seconds),
        });
        var samples = new float[Seconds * SampleRate];
        var length = 0;
        int count;
        while ((count = audio.Read(samples.AsSpan(length))) > 0)
        {
            length += count;
        }

        var bytes = new byte[2 * length];
        for (var i = 0; i < length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(
                bytes.AsSpan(2 * i), (short)Math.Round(32767 * Math.Clamp(samples[i], -1, 1)));
        }

        return bytes;
    }
}
