using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Earmark.Audio;

namespace Earmark.Cli.Degrading;

/// <summary>Runs of FFmpeg on sound that we made ourselves: samples in, samples out.</summary>
internal static class FfmpegPipe
{
    /// <summary>Bit-exact and on one thread: the same samples every time.</summary>
    private const string Quiet = "-hide_banner -loglevel quiet -threads 1 -filter_threads 1";

    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlySet<string>>> Lists = [];

    /// <summary>Names of the encoders that the FFmpeg of this machine has; none where there is no FFmpeg.</summary>
    public static IReadOnlySet<string> Encoders => List("encoders");

    /// <summary>Names of its filters.</summary>
    public static IReadOnlySet<string> Filters => List("filters");

    /// <summary>What a filter makes of mono samples at <see cref="Sound.SampleRate"/>; null where it fails.</summary>
    public static async Task<float[]?> FilterAsync(string filter, float[] samples, CancellationToken ct)
    {
        var format = $"-f f32le -ar {Sound.SampleRate} -ac 1";
        var output = await RunAsync(
            $"{format} -i pipe:0 -af {filter} {format} pipe:1", MemoryMarshal.AsBytes(samples.AsSpan()).ToArray(), ct);
        return output.Length > 0 ? MemoryMarshal.Cast<byte, float>(output).ToArray() : null;
    }

    /// <summary>What FFmpeg writes to its standard output; empty when it fails or there is none.</summary>
    public static async Task<byte[]> RunAsync(string arguments, byte[] input, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (Ffmpeg.Find() is not { } program)
        {
            return [];
        }

        var start = new ProcessStartInfo(program.Path, $"{Quiet} {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            using var made = process.StandardOutput;
            await using var end = ct.Register(process.Kill);
            var output = new MemoryStream();
            var reading = made.BaseStream.CopyToAsync(output, ct);
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

    private static IReadOnlySet<string> List(string kind) =>
        Lists.GetOrAdd(kind, _ => new Lazy<IReadOnlySet<string>>(() => ReadList(kind))).Value;

    /// <summary>The second word of every line: flags come first, then the name.</summary>
    private static HashSet<string> ReadList(string kind)
    {
        var text = RunAsync($"-{kind}", [], CancellationToken.None).GetAwaiter().GetResult();
        return System.Text.Encoding.UTF8.GetString(text).Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1)
            .Select(words => words[1])
            .ToHashSet(StringComparer.Ordinal);
    }
}
