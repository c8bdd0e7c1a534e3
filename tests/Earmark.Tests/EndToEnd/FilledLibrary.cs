using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.EndToEnd;

/// <summary>Libraries of random constellations: made at once, for tests that hear nothing.</summary>
internal static class FilledLibrary
{
    private const double Seconds = 20;

    public static NewTrack Track(string refId, int seed) => new()
    {
        RefId = refId,
        Path = $"/music/{refId}.flac",
        FileSize = 1_000 + seed,
        Modified = 638_000_000_000_000_000 + seed,
        Artist = "Ärtist",
        Duration = TimeSpan.FromSeconds(Seconds),
        Constellation = TestConstellation.Random(seed, Seconds),
    };

    /// <summary>Tracks of rising ref ids.</summary>
    public static NewTrack[] Tracks(int count) => [.. Enumerable.Range(0, count).Select(i => Track($"{i:000}", i))];

    public static IReadOnlyList<Peak> Peaks(int seed) => TestConstellation.Random(seed, Seconds).Peaks;

    /// <summary>The peaks that a library has of a track.</summary>
    public static IReadOnlyList<Peak> Peaks(string folder, string refId)
    {
        using var stored = FolderTracks.Open(folder, FingerprintProfile.Full.Id);
        return stored.Pack(Assert.Single(stored.Named([refId]))).Track.Constellation.Peaks;
    }

    public static TrackIndex Open(string folder, IndexOptions? options = null) => TrackIndex.Open(
        folder,
        FingerprintProfile.Full,
        constellation => LandmarkPairer.ReferenceLandmarks(constellation, FingerprintProfile.Full),
        IndexAccess.Create,
        options);

    /// <summary>Adds tracks to the library in a folder, which is made where there is none.</summary>
    public static void Fill(string folder, params NewTrack[] tracks)
    {
        using var index = Open(folder);
        index.AddRange(tracks);
    }

    public static async Task<byte[]> ExportAsync(Library library, params string[] refIds)
    {
        using var stream = new MemoryStream();
        await library.ExportAsync(stream, refIds.Length > 0 ? refIds : null);
        return stream.ToArray();
    }

    public static async Task<byte[]> ExportAsync(string folder)
    {
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        return await ExportAsync(library);
    }

    public static async Task<List<ImportResult>> ImportAsync(
        Library library, byte[] bytes, ConflictRule rule = ConflictRule.Skip)
    {
        using var export = LibraryExport.Open(new MemoryStream(bytes), "music");
        return await library.ImportAsync(export, new ImportOptions { OnConflict = rule }).ToListAsync();
    }
}
