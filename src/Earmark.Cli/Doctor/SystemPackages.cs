namespace Earmark.Cli.Doctor;

/// <summary>The command with which this system installs a program.</summary>
internal static class SystemPackages
{
    private static readonly (string Program, string Install, string Fonts)[] Known =
    [
        ("apt-get", "sudo apt-get install -y", "fonts-dejavu-core"),
        ("dnf", "sudo dnf install -y", "dejavu-sans-fonts"),
        ("apk", "sudo apk add", "font-dejavu"),
        ("pacman", "sudo pacman -S --noconfirm", "ttf-dejavu"),
        ("brew", "brew install", "font-dejavu"),
        ("winget.exe", "winget install", "DejaVu"),
    ];

    /// <summary>The one command that installs FFmpeg.</summary>
    public static string InstallFfmpeg() =>
        Find() is { } manager ? $"{manager.Install} ffmpeg" : "install FFmpeg 4 or newer from ffmpeg.org";

    /// <summary>The one command that installs a font.</summary>
    public static string InstallFonts() =>
        Find() is { } manager ? $"{manager.Install} {manager.Fonts}" : "install the DejaVu fonts";

    private static (string Install, string Fonts)? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (var (program, install, fonts) in Known)
        {
            if (folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            {
                return (install, fonts);
            }
        }

        return null;
    }
}
