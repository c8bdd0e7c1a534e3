using System.IO.Compression;
using Earmark.Indexing;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Formats;

/// <summary>What older versions have written is opened, asked, added to and imported.</summary>
public sealed class FixtureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<int> LibraryVersions => [.. Enumerable.Range(1, Catalogue.FormatVersion)];

    public static TheoryData<uint> ExportVersions =>
        [.. Enumerable.Range(1, (int)ExportHeader.FormatVersion).Select(version => (uint)version)];

    [MakeFixturesFact]
    public async Task Fixtures_of_a_new_version_are_made_once()
    {
        var zip = FixtureLibrary.LibraryPath(Catalogue.FormatVersion);
        if (!File.Exists(zip))
        {
            FixtureLibrary.Make(_folder.Library, () => _folder.CopyLibrary("killed"), zip);
        }

        var export = FixtureLibrary.ExportPath(ExportHeader.FormatVersion);
        if (!File.Exists(export))
        {
            using var library = Library.Open(Extract(Catalogue.FormatVersion));
            await library.ExportAsync(export);
        }
    }

    [Theory]
    [MemberData(nameof(LibraryVersions))]
    public async Task A_library_of_every_version_is_read_with_all_its_details(int version)
    {
        var folder = Extract(version);
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        using var stored = FolderTracks.Open(folder, FingerprintProfile.Full.Id);

        NewTrack[] expected = [FixtureLibrary.Track(FixtureLibrary.Logged), FixtureLibrary.Track(FixtureLibrary.First)];
        Assert.Equal(expected.Select(Describe), stored.All().Select(track => Describe(stored.Pack(track).Track)));
        foreach (var (track, found) in expected.Zip(stored.All()))
        {
            Assert.Equal(track.Constellation.Peaks, stored.Pack(found).Track.Constellation.Peaks);
            Assert.Equal(track.Constellation.FrameCount, stored.Pack(found).Track.Constellation.FrameCount);
        }

        await AssertNamesAsync(library);
        Assert.Equal((null, null), await FixtureLibrary.AskAsync(library, FixtureLibrary.New));
    }

    [Theory]
    [MemberData(nameof(LibraryVersions))]
    public async Task A_library_of_every_version_is_stored_into_and_keeps_what_it_had(int version)
    {
        var folder = Extract(version);
        var file = FixtureLibrary.Write(Path.Combine(_folder.Path, "new.wav"), FixtureLibrary.New);
        using (var library = Library.Open(folder))
        {
            Assert.Equal(StoreStatus.Stored, (await library.StoreAsync(file)).Status);
            await AssertNamesAsync(library);
            Assert.Single(await library.StoreAllAsync([file]).ToListAsync());
        }

        using var again = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        Assert.Equal(["Lögged", "first", "new"], again.Tracks().Select(track => track.RefId));
        Assert.Equal(("new", 2), await FixtureLibrary.AskAsync(again, FixtureLibrary.New));
        await AssertNamesAsync(again);
    }

    [Theory]
    [MemberData(nameof(ExportVersions))]
    public async Task An_export_of_every_version_is_imported(uint version)
    {
        using var export = LibraryExport.Open(FixtureLibrary.ExportPath(version));
        using var library = Library.Open(_folder.Library, new LibraryOptions { Profile = export.Profile });

        var results = await library.ImportAsync(export).ToListAsync();

        Assert.Equal(["Lögged", "first"], results.Select(result => result.RefId).Order(StringComparer.Ordinal));
        await AssertNamesAsync(library);
    }

    [Fact]
    public async Task An_export_is_to_the_byte_what_this_version_wrote_before()
    {
        using var library = Library.Open(Extract(Catalogue.FormatVersion), new LibraryOptions { ReadOnly = true });
        using var stream = new MemoryStream();

        var summary = await library.ExportAsync(stream);

        var kept = File.ReadAllBytes(FixtureLibrary.ExportPath(ExportHeader.FormatVersion));
        Assert.Equal(Convert.ToHexString(kept), Convert.ToHexString(stream.ToArray()));
        Assert.Equal(new ExportSummary(2, TimeSpan.FromSeconds(16), kept.Length), summary);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AssertNamesAsync(Library library)
    {
        Assert.Equal(("first", 2), await FixtureLibrary.AskAsync(library, FixtureLibrary.First));
        Assert.Equal(("Lögged", 2), await FixtureLibrary.AskAsync(library, FixtureLibrary.Logged));
        Assert.Equal((null, null), await FixtureLibrary.AskAsync(library, FixtureLibrary.Deleted));
    }

    private static string Describe(NewTrack track) =>
        $"{track.RefId} {track.Path} {track.FileSize} {track.Modified} {track.Title} {track.Artist} {track.Album} " +
        $"{track.Duration}";

    private string Extract(int version)
    {
        var folder = Path.Combine(_folder.Path, "old");
        ZipFile.ExtractToDirectory(FixtureLibrary.LibraryPath(version), folder);
        return folder;
    }
}
