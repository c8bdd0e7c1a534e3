using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Earmark.Cli.Demo;

/// <summary>A round trip through a lossy codec, by FFmpeg as a separate process.</summary>
internal static class Codec
{
    // Ogg carries Opus and Vorbis, its container gives the delay back; MP3 is what every build of FFmpeg can decode.
    private static readonly (string Name, string Arguments)[] Choices =
    [
        ("Opus", "-c:a libopus -b:a {0}k -f ogg"),
        ("MP3", "-c:a libmp3lame -b:a {0}k -f mp3"),
        ("AAC", "-c:a aac -b:a {0}k -f adts"),
    ];

    /// <summary>The sound after coding, and the codec used; null where there is no FFmpeg or no encoder.</summary>
    public static async Task<(Sound Sound, string Name)?> RoundTripAsync(
        Sound sound, int kilobitsPerSecond, CancellationToken ct)
    {
        var wave = WavWriter.Encode(sound);
        foreach (var (name, arguments) in Choices)
        {
            var encode = string.Format(CultureInfo.InvariantCulture, arguments, kilobitsPerSecond);
            var coded = await RunAsync($"-f wav -i pipe:0 {encode} pipe:1", wave, ct);
            if (coded.Length == 0)
            {
                continue;
            }

            var decode = $"-i pipe:0 -ac {sound.Channels} -ar {Sound.SampleRate} -f s16le pipe:1";
            var decoded = await RunAsync(decode, coded, ct);
            if (decoded.Length > 0)
            {
                return (new Sound(FromPcm(decoded), sound.Channels), name);
            }
        }

        return null;
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

    /// <summary>What FFmpeg writes to its standard output; empty when it fails.</summary>
    private static async Task<byte[]> RunAsync(string arguments, byte[] input, CancellationToken ct)
    {
        var start = new ProcessStartInfo("ffmpeg", $"-hide_banner -loglevel quiet {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, ct);
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(input, ct);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It gave up before it had read everything; the exit code below says so.
            }

            await reading;
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? output.ToArray() : [];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }
}
