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
    public async Task<Sound?> RoundTripAsync(Sound sound, double kilobitsPerSecond, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("earmark-codec-");
        try
        {
            // A pipe would do but for the padding: only into a file can FFmpeg write afterwards how much there was.
            var file = Path.Combine(folder.FullName, $"clip.{Extension}");
            var rate = SampleRate is { } own ? $"-ar {own}" : "";
            var bits = SampleRate is null
                ? string.Create(CultureInfo.InvariantCulture, $"-b:a {kilobitsPerSecond}k")
                : "";
            await FfmpegPipe.RunAsync(
                $"-y -f wav -i pipe:0 {rate} -c:a {Encoder} {bits} -flags +bitexact -fflags +bitexact \"{file}\"",
                WavWriter.Encode(sound),
                ct);
            var pcm = await FfmpegPipe.RunAsync(
                $"-i \"{file}\" -ac {sound.Channels} -ar {Sound.SampleRate} -f s16le pipe:1", [], ct);
            return pcm.Length > 0 ? new Sound(FromPcm(pcm), sound.Channels) : null;
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
