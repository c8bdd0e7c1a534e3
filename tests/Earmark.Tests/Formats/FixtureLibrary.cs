using System.IO.Compression;
using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Tests.Audio;
using Earmark.Tests.House;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Formats;

/// <summary>
/// The smallest library in which everything has happened, as a kill leaves it: tracks in a segment, one of them
/// deleted, and one in the log. One is kept for each version of the format, and an export of it for each of that.
/// </summary>
/// <remarks>
/// They lie in Formats/Fixtures: libraries as ZIP archives, since no segment and no library.db may enter the repository
/// (an archive needs no exception from that rule, and keeps the empty parts of a segment small). They are made once
/// for each new version, by the program that writes it, and never again: <see cref="MakeFixturesFactAttribute"/>.
/// </remarks>
internal static class FixtureLibrary
{
    public const double Seconds = 8;

    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    /// <summary>In the segment, deleted, in the log, in none; with seeds of <see cref="TestSound.Notes"/>.</summary>
    public static readonly (string RefId, uint Seed) First = ("first", 11), Deleted = ("deleted", 12),
        Logged = ("Lögged", 13), New = ("new", 14);

    public static string Folder => Path.Combine(Repository.Root, "tests", "Earmark.Tests", "Formats", "Fixtures");

    public static string LibraryPath(int version) => Path.Combine(Folder, $"library-{version}.zip");

    public static string ExportPath(uint version) => Path.Combine(Folder, $"export-{version}.bin");

    /// <summary>Makes the library in one folder and leaves it in another as a kill would.</summary>
    public static void Make(string folder, Func<string> copyAsKilled, string target)
    {
        using (var index = Open(folder))
        {
            index.AddRange([Track(First), Track(Deleted)]);
        }

        using (var index = Open(folder))
        {
            index.Delete(Deleted.RefId);
            index.Add(Track(Logged));
            var killed = copyAsKilled();
            File.Delete(Path.Combine(killed, WriterLock.HolderFileName));
            File.Delete(target);
            ZipFile.CreateFromDirectory(killed, target, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        }
    }

    /// <summary>What each track is known by.</summary>
    public static NewTrack Track((string RefId, uint Seed) name)
    {
        var extractor = new ConstellationExtractor(Full);
        extractor.Write(TestSound.Notes(name.Seed, Seconds));
        return new NewTrack
        {
            RefId = name.RefId,
            Path = $"/music/{name.RefId}.flac",
            FileSize = 1_000_000 + name.Seed,
            Modified = 638_000_000_000_000_000 + name.Seed,
            Title = $"Title {name.Seed}",
            Artist = "Ärtist",
            Duration = TimeSpan.FromSeconds(Seconds),
            Constellation = extractor.FinishReference(),
        };
    }

    /// <summary>The ref id and offset that a library gives a clip that begins 2 s into a recording.</summary>
    public static async Task<(string? RefId, double? Offset)> AskAsync(Library library, (string RefId, uint Seed) name)
    {
        const int Rate = 8_000;
        var clip = TestSound.Notes(name.Seed, Seconds)[(2 * Rate)..(7 * Rate)];
        var bytes = new MemoryStream([.. clip.SelectMany(BitConverter.GetBytes)]);
        var options = new QueryOptions { Pcm = new PcmFormat(SampleEncoding.Ieee32, Rate, 1) };
        var best = (await library.QueryAsync(bytes, name.RefId, options)).Best;
        return (best?.Track.RefId, best is null ? null : Math.Round(best.Offset, 1));
    }

    /// <summary>Writes a recording to a file that can be stored.</summary>
    public static string Write(string path, (string RefId, uint Seed) name)
    {
        var samples = TestSound.Notes(name.Seed, Seconds).SelectMany(BitConverter.GetBytes);
        File.WriteAllBytes(path, TestAudio.Wav(3, 1, 8_000, 32, [.. samples]));
        return path;
    }

    // Half of the segment is dead: with the usual limit it would be rewritten, and nothing be retired.
    private static TrackIndex Open(string folder) => TrackIndex.Open(
        folder,
        Full,
        constellation => LandmarkPairer.ReferenceLandmarks(constellation, Full),
        IndexAccess.Create,
        new IndexOptions { DeadShareLimit = 1 });
}
