using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Earmark.Audio;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Indexing;
using Earmark.Redis;

namespace Earmark.Cli.Doctor;

/// <summary>Looks at what Earmark needs. Each check is one line with its remedy.</summary>
internal static class Checks
{
    /// <summary>Status of a check: all is well.</summary>
    public const string Ok = "ok";

    /// <summary>Status of a check: it works, but something is lost.</summary>
    public const string Warning = "warning";

    /// <summary>Status of a check: something needed is not there.</summary>
    public const string Missing = "missing";

    /// <summary>Status of a check: it is there and cannot be used.</summary>
    public const string Broken = "broken";

    private const int OldestFfmpeg = 4;

    /// <summary>All checks.</summary>
    public static IReadOnlyList<CheckLine> Run(string libraryFolder) =>
    [
        CheckFfmpeg(Ffmpeg.Find()),
        CheckFonts(FontFolders()),
        new CheckLine(
            ".NET", Ok, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}", null),
        new CheckLine("processor", Ok, $"{Text.Count(Environment.ProcessorCount, "core")}, {Instructions()}", null),
        .. CheckLibraryAt(libraryFolder),
    ];

    /// <summary>Without FFmpeg only WAV and raw PCM can be read.</summary>
    internal static CheckLine CheckFfmpeg(Ffmpeg? ffmpeg)
    {
        if (ffmpeg is null)
        {
            return new CheckLine(
                "FFmpeg", Missing, "not found: only WAV and raw PCM can be read", SystemPackages.InstallFfmpeg());
        }

        if (ffmpeg.ReadVersion() is not { } version)
        {
            return new CheckLine("FFmpeg", Missing, $"{ffmpeg.Path} does not run", SystemPackages.InstallFfmpeg());
        }

        // Builds from its repository call themselves "N-12345-gabcdef": newer than any release we need.
        var major = version.TrimStart('n').Split('.', '-')[0];
        var isOld = int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < OldestFfmpeg;
        return isOld
            ? new CheckLine("FFmpeg", Missing, $"{version} at {ffmpeg.Path}, too old", SystemPackages.InstallFfmpeg())
            : new CheckLine("FFmpeg", Ok, $"{version} at {ffmpeg.Path}", null);
    }

    /// <summary>Plots have no text where there is no font.</summary>
    internal static CheckLine CheckFonts(IEnumerable<string> folders)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var font = folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", options))
            .FirstOrDefault(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC");
        return font is null
            ? new CheckLine("fonts", Warning, "none found: plots will have no text", SystemPackages.InstallFonts())
            : new CheckLine("fonts", Ok, font, null);
    }

    /// <summary>The library opens, or is yet to be made.</summary>
    internal static CheckLine CheckLibrary(string folder)
    {
        if (RedisLibraries.IsAddress(folder) ? !HasLibrary(folder) : !Directory.Exists(folder))
        {
            return new CheckLine("library", Ok, $"none yet at {folder}; `earmark store FOLDER` makes one", null);
        }

        try
        {
            using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
            var statistics = library.Statistics();
            var tracks = Text.Count(statistics.TrackCount, "track");
            return new CheckLine("library", Ok, $"{tracks}, {Text.Amount(statistics.Duration)} at {folder}", null);
        }
        catch (LibraryException e)
        {
            return new CheckLine("library", Broken, Failure.Sentence(e), null);
        }
    }

    /// <summary>The library, after the cluster that it lies in, if it lies in one.</summary>
    private static IEnumerable<CheckLine> CheckLibraryAt(string address)
    {
        var cluster = RedisLibraries.IsAddress(address) ? RedisLibraries.Examine(address) : [];
        var lines = cluster.Select(check => new CheckLine(
            check.Name,
            check.Verdict switch
            {
                ClusterVerdict.Ok => Ok,
                ClusterVerdict.Warning => Warning,
                _ => Broken,
            },
            check.Found,
            check.Remedy));

        // What cannot be reached was said.
        return cluster is [{ Verdict: ClusterVerdict.Broken }] ? lines : lines.Append(CheckLibrary(address));
    }

    private static bool HasLibrary(string address)
    {
        try
        {
            return TrackIndex.ReadProfileId(address) is not null;
        }
        catch (LibraryException)
        {
            // Opening it says why.
            return true;
        }
    }

    private static string Instructions() =>
        Avx512F.IsSupported ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : AdvSimd.IsSupported ? "NEON"
        : "no wide vectors";

    private static IEnumerable<string> FontFolders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            Path.Combine(home, ".local", "share", "fonts"),
            Path.Combine(home, ".fonts"),
            "/System/Library/Fonts",
            "/Library/Fonts",
            Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
    }
}
