using System.Buffers.Binary;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;

namespace Earmark.Tests.Comparing;

/// <summary>Recordings of composed music as WAV files, with noise, and with clocks that are off.</summary>
internal sealed class ComposedTakes : IDisposable
{
    private const int RateInHeader = 24;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("earmark-takes-");

    public string Folder => _folder.FullName;

    /// <summary>Writes a part of the piece of a seed.</summary>
    /// <param name="speed">What the file's header makes of its rate: 1.02 plays 2 % fast.</param>
    /// <param name="noiseSeed">Of noise as loud as the music; 0 for none.</param>
    public string Write(
        string name, int seed, double start, double duration, double speed = 1, int noiseSeed = 0) =>
        Write(name, Composer.Compose(seed).Sound.Cut(start, duration).ToMono(), speed, noiseSeed);

    /// <inheritdoc cref="Write(string, int, double, double, double, int)"/>
    public string Write(string name, Sound sound, double speed = 1, int noiseSeed = 0)
    {
        var path = Path.Combine(Folder, name);
        WavWriter.Write(path, noiseSeed == 0 ? sound : WithNoise(sound, new Random(noiseSeed)));
        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt32LittleEndian(
            bytes.AsSpan(RateInHeader), (int)Math.Round(speed * Sound.SampleRate));
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Sound WithNoise(Sound sound, Random dice)
    {
        // A uniform number of ±1 has a mean square of a third.
        var level = Math.Sqrt(3 * sound.Samples.Average(sample => (double)sample * sample));
        return sound with
        {
            Samples = Array.ConvertAll(
                sound.Samples, sample => sample + (float)(level * ((2 * dice.NextDouble()) - 1))),
        };
    }
}
