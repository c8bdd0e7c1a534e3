using System.Diagnostics;
using System.Text;
using Earmark.Audio;

namespace Earmark.Tests.Audio;

/// <summary>A folder of its own for each test, and what makes and reads audio in it.</summary>
public sealed class TestAudio : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("earmark-test-").FullName;

    public string PathOf(string fileName) => Path.Combine(_folder, fileName);

    public string Write(string fileName, byte[] content)
    {
        File.WriteAllBytes(PathOf(fileName), content);
        return PathOf(fileName);
    }

    /// <summary>Two seconds of quiet noise in two channels at 44.1 kHz, with a click at 0.75 s.</summary>
    public string WriteClick(string fileName)
    {
        var random = new Random(3);
        var samples = Enumerable.Range(0, 2 * 44_100).Select(_ => (short)random.Next(-30, 30)).ToArray();
        samples[33_075] = 30_000;
        var frames = samples.SelectMany(sample => new[] { sample, sample });
        return Write(fileName, Wav(1, 2, 44_100, 16, [.. frames.SelectMany(BitConverter.GetBytes)]));
    }

    /// <summary>Runs ffmpeg with paths inside the folder.</summary>
    public string Encode(string source, string target, params string[] arguments)
    {
        var lead = source.StartsWith("color=", StringComparison.Ordinal) ? new[] { "-f", "lavfi" } : [];
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(Ffmpeg.Find()!.Path) { WorkingDirectory = _folder };
        string[] all = ["-v", "error", "-nostdin", "-y", .. lead, "-i", source, .. arguments, target];
        foreach (var argument in all)
        {
            process.StartInfo.ArgumentList.Add(argument);
        }

        process.Start();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return PathOf(target);
    }

    public static byte[] Wav(int codec, int channels, int sampleRate, int bits, byte[] data) =>
        Riff(Chunk("fmt ", Format(codec, channels, sampleRate, bits)), Chunk("data", data));

    public static byte[] Format(int codec, int channels, int sampleRate, int bits) =>
    [
        .. BitConverter.GetBytes((ushort)codec), .. BitConverter.GetBytes((ushort)channels),
        .. BitConverter.GetBytes(sampleRate), .. BitConverter.GetBytes(sampleRate * channels * bits / 8),
        .. BitConverter.GetBytes((ushort)(channels * ((bits + 7) / 8))), .. BitConverter.GetBytes((ushort)bits),
    ];

    public static byte[] Riff(params byte[][] chunks) =>
        [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Sum(chunk => chunk.Length)), .. "WAVE"u8,
            .. chunks.SelectMany(chunk => chunk)];

    /// <param name="size">What the chunk says of its size, if not the truth.</param>
    public static byte[] Chunk(string id, byte[] data, uint? size = null) =>
        [.. Encoding.ASCII.GetBytes(id), .. BitConverter.GetBytes(size ?? (uint)data.Length), .. data,
            .. new byte[data.Length % 2]];

    public static float[] ReadAll(AudioStream audio)
    {
        var samples = new List<float>();
        var buffer = new float[4096];
        int count;
        while ((count = audio.Read(buffer)) > 0)
        {
            samples.AddRange(buffer[..count]);
        }

        return [.. samples];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
