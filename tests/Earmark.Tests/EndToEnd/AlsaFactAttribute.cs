using System.Diagnostics;
using Earmark.Audio;

namespace Earmark.Tests.EndToEnd;

/// <summary>A test that needs an FFmpeg which records by ALSA: skipped, and said so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AlsaFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsPossible = new(HasAlsa);

    public AlsaFactAttribute()
    {
        if (!IsPossible.Value && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "There is no FFmpeg that records by ALSA, as Debian's does.";
        }
    }

    private static bool HasAlsa()
    {
        if (!OperatingSystem.IsLinux() || Ffmpeg.Find() is not { } program || !File.Exists("/usr/share/alsa/alsa.conf"))
        {
            return false;
        }

        var start = new ProcessStartInfo(program.Path, ["-v", "quiet", "-h", "demuxer=alsa"])
        {
            RedirectStandardOutput = true,
        };
        using var ffmpeg = Process.Start(start)!;
        var isKnown = ffmpeg.StandardOutput.ReadToEnd().Contains("Demuxer alsa", StringComparison.Ordinal);
        ffmpeg.WaitForExit();
        return isKnown;
    }
}
