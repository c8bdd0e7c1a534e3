using System.Diagnostics;
using Earmark.Audio;

namespace Earmark.Tests.EndToEnd;

/// <summary>
/// A device of ALSA's that plays a file as if it were recorded: at the speed of time, then silence for ever.
/// </summary>
/// <remarks>
/// ALSA's own `file` device gives what it reads from a file in place of what it records from `null`, which has no
/// clock; so the file is a pipe, and who writes into it keeps the time.
/// </remarks>
internal sealed class FakeMicrophone : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("earmark-microphone-");
    private readonly Process _player;

    /// <param name="clip">What to play; null for nothing at all, not even noise.</param>
    /// <param name="filter">What FFmpeg does to it before.</param>
    public FakeMicrophone(string? clip = null, string filter = "anull")
    {
        var pipe = Path.Combine(_folder.FullName, "sound");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            mkfifo.WaitForExit();
        }

        File.WriteAllText(Configuration, $$"""
            </usr/share/alsa/alsa.conf>
            pcm.!default {
                type file
                slave.pcm null
                file /dev/null
                infile {{pipe}}
                format raw
                hint { show on description "A microphone that plays a file" }
            }
            """);
        string[] source = clip is null ? ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono"] : ["-i", clip];
        var start = new ProcessStartInfo(Ffmpeg.Find()!.Path)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            "-v", "quiet", "-y", "-re", .. source, "-af", $"{filter},apad", "-f", "s16le", "-ar", "48000", "-ac", "1",
            "-flush_packets", "1", pipe,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _player = Process.Start(start)!;
    }

    /// <summary>What makes ALSA know the device, and PulseAudio unknown, so that it is the default.</summary>
    public Dictionary<string, string> Variables => new()
    {
        ["ALSA_CONFIG_PATH"] = Configuration,
        ["PULSE_SERVER"] = Path.Combine(_folder.FullName, "no-server"),
    };

    private string Configuration => Path.Combine(_folder.FullName, "asound.conf");

    public void Dispose()
    {
        _player.Kill();
        _player.WaitForExit();
        _player.Dispose();
        _folder.Delete(recursive: true);
    }
}
