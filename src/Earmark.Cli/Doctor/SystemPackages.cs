namespace Earmark.Cli.Doctor;

/// <summary>The command with which this system installs a program.</summary>
internal static class SystemPackages
{
    private static readonly Manager[] Known =
    [
        // The lists of a fresh system are empty: without the update there is nothing to install.
        new("apt-get", ["apt-get update", "apt-get install -y"], NeedsRoot: true, "ffmpeg", "fonts-dejavu-core"),
        new("dnf", ["dnf install -y"], NeedsRoot: true, "ffmpeg", "dejavu-sans-fonts"),
        new("apk", ["apk add"], NeedsRoot: true, "ffmpeg", "font-dejavu"),
        new("pacman", ["pacman -S --noconfirm"], NeedsRoot: true, "ffmpeg", "ttf-dejavu"),
        new("brew", ["brew install"], NeedsRoot: false, "ffmpeg", "font-dejavu"),
        new("winget.exe", ["winget install --exact --id"], NeedsRoot: false, "Gyan.FFmpeg", Fonts: null),
    ];

    /// <summary>The one command that installs FFmpeg.</summary>
    public static string InstallFfmpeg() => InstallFfmpeg(SearchPath, Environment.IsPrivilegedProcess);

    /// <summary>The one command that installs a font.</summary>
    public static string InstallFonts() =>
        Find(SearchPath) is { Fonts: { } fonts } manager
            ? manager.Install(fonts, Environment.IsPrivilegedProcess)
            : "install the DejaVu fonts";

    /// <summary>The one command that installs FFmpeg.</summary>
    /// <param name="searchPath">Folders with programs, as in the variable PATH.</param>
    internal static string InstallFfmpeg(string searchPath, bool isRoot) =>
        Find(searchPath) is { } manager
            ? manager.Install(manager.Ffmpeg, isRoot)
            : "install FFmpeg 4 or newer from ffmpeg.org";

    private static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    private static Manager? Find(string searchPath)
    {
        var folders = searchPath.Split(Path.PathSeparator);
        return Array.Find(
            Known, manager => folders.Any(folder => File.Exists(Path.Combine(folder, manager.Program))));
    }

    /// <summary>A package manager and what it calls what we need.</summary>
    /// <param name="Steps">Commands in their order; the last one takes the package.</param>
    /// <param name="Fonts">Null where it has none.</param>
    private sealed record Manager(string Program, string[] Steps, bool NeedsRoot, string Ffmpeg, string? Fonts)
    {
        public string Install(string package, bool isRoot)
        {
            var sudo = NeedsRoot && !isRoot ? "sudo " : "";
            return $"{string.Join(" && ", Steps.Select(step => sudo + step))} {package}";
        }
    }
}
