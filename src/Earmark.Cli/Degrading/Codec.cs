using System.Globalization;

namespace Earmark.Cli.Degrading;

/// <summary>A lossy codec, by FFmpeg as a separate process.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Encoder">What FFmpeg calls its encoder.</param>
/// <param name="Extension">Of files that say what padding the encoder has added, so that times stay true.</param>
/// <param name="SampleRate">The rate it codes at; null for the one of the sound.</param>
internal sealed record Codec(string Name, string Encoder, string Extension, int? SampleRate = null)
{
    /// <summary>In Ogg.</summary>
    public static Codec Opus { get; } = new("Opus", "libopus", "opus");

    /// <summary>With the encoder's delay in its first frame.</summary>
    public static Codec Mp3 { get; } = new("MP3", "libmp3lame", "mp3");

    /// <summary>In MP4.</summary>
    public static Codec Aac { get; } = new("AAC", "aac", "m4a");

    /// <summary>Full-rate GSM, 13 kbit/s whatever is asked for.</summary>
    public static Codec Gsm { get; } = new("GSM", "libgsm", "gsm", 8000);

    /// <summary>Whether the FFmpeg of this machine has the encoder.</summary>
    public bool IsAvailable => FfmpegPipe.Encoders.Contains(Encoder);

    /// <summary>The first of Opus, MP3 and AAC that this machine has; null where it has none.</summary>
    public static Codec? FindAny() => new[] { Opus, Mp3, Aac }.FirstOrDefault(codec => codec.IsAvailable);

    /// <summary>The sound after coding and decoding, about as long; null where FFmpeg fails.</summary>
    public async Task<Sound?> RoundTripAsync(Sound sound, double kilobitsPerSecond, CancellationToken ct) =>
        (await RoundTripAsync([sound], kilobitsPerSecond, ct))?[0];

    /// <summary>
    /// Each sound after coding and decoding by itself; null where FFmpeg fails or its files do not fit. To start
    /// FFmpeg takes it longer than to code a clip (0.1 s of processor time), so it is started once for all.
    /// </summary>
    public async Task<IReadOnlyList<Sound>?> RoundTripAsync(
        IReadOnlyList<Sound> sounds, double kilobitsPerSecond, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("earmark-codec-");
        try
        {
            // Pipes would do but for the padding: only into a file can FFmpeg write afterwards how much there was.
            string File(int index, string extension) => Path.Combine(folder.FullName, $"{index}.{extension}");
            foreach (var (index, sound) in sounds.Index())
            {
                WavWriter.Write(File(index, "wav"), sound);
            }

            var rate = SampleRate is { } own ? $"-ar {own}" : "";
            var bits = SampleRate is null
                ? string.Create(CultureInfo.InvariantCulture, $"-b:a {kilobitsPerSecond}k")
                : "";
            await FfmpegPipe.RunAsync(
                string.Join(' ', sounds.Select((_, i) => $"-threads 1 -i \"{File(i, "wav")}\"")) + " " +
                string.Join(' ', sounds.Select((_, i) => $"-map {i} {rate} -c:a {Encoder} {bits} " +
                    $"-threads 1 -flags +bitexact -fflags +bitexact \"{File(i, Extension)}\"")),
                [],
                ct);
            await FfmpegPipe.RunAsync(
                string.Join(' ', sounds.Select((_, i) => $"-threads 1 -i \"{File(i, Extension)}\"")) + " " +
                string.Join(' ', sounds.Select((sound, i) =>
                    $"-map {i} -ac {sound.Channels} -ar {Sound.SampleRate} -f s16le \"{File(i, "pcm")}\"")),
                [],
                ct);
            var coded = new List<Sound>();
            foreach (var (index, sound) in sounds.Index())
            {
                var pcm = new FileInfo(File(index, "pcm"));
                if (!pcm.Exists || pcm.Length == 0)
                {
                    return null;
                }

                coded.Add(new Sound(FromPcm(await System.IO.File.ReadAllBytesAsync(pcm.FullName, ct)), sound.Channels));
            }

            return coded;
        }
        catch (IOException)
        {
            // A full disk stops FFmpeg as well.
            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static float[] FromPcm(byte[] pcm)
    {
        var samples = new float[pcm.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(pcm[2 * i] | (pcm[(2 * i) + 1] << 8)) / 32767f;
        }

        return samples;
    }
}
