using Earmark.Tests.Formats;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>Music that lies elsewhere than when it was stored is known again, and takes no other's place.</summary>
public sealed class MovedFileTests : IDisposable
{
    private static readonly DateTime Changed = new(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_moved_folder_is_skipped_and_its_tracks_get_their_new_paths(bool keepsTimes)
    {
        Write("old/one.wav", FixtureLibrary.First);
        Write("old/x/01.wav", FixtureLibrary.Deleted);
        Write("old/y/01.wav", FixtureLibrary.Logged);
        using var library = Library.Open(_folder.Library);
        await StoreAsync(library, "old");
        var before = library.Tracks().ToList();
        Directory.Move(At("old"), At("new"));
        if (!keepsTimes)
        {
            foreach (var file in Directory.EnumerateFiles(At("new"), "*", SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(file, Changed.AddDays(1));
            }
        }

        var results = await StoreAsync(library, "new");

        Assert.All(results, result => Assert.Equal(StoreStatus.Skipped, result.Status));
        var reason = $"moved from {At("old")}";
        Assert.All(results, result => Assert.StartsWith(reason, result.Reason!, StringComparison.Ordinal));
        var moved = library.Tracks().ToList();
        Assert.Equal(["one", "x/01.wav", "y/01.wav"], moved.Select(track => track.RefId));
        Assert.Equal(before.Select(track => track.Id), moved.Select(track => track.Id));
        Assert.All(moved, track => Assert.True(File.Exists(track.Path)));
        Assert.All(await StoreAsync(library, "new"), result => Assert.Equal("unchanged", result.Reason));
        Assert.Equal(("one", 2), await FixtureLibrary.AskAsync(library, FixtureLibrary.First));
    }

    [Fact]
    public async Task An_imported_library_knows_the_music_that_was_copied_to_another_machine()
    {
        Write("here/one.wav", FixtureLibrary.First);
        using var stream = new MemoryStream();
        using (var source = Library.Open(At("source")))
        {
            await StoreAsync(source, "here");
            await source.ExportAsync(stream);
        }

        Directory.Move(At("here"), At("there"));
        stream.Position = 0;
        using var export = LibraryExport.Open(stream, "music");
        using var library = Library.Open(_folder.Library);
        await library.ImportAsync(export).ToListAsync();

        Assert.Equal(StoreStatus.Skipped, Assert.Single(await StoreAsync(library, "there")).Status);
        Assert.Equal(At("there/one.wav"), Assert.Single(library.Tracks()).Path);
    }

    [Fact]
    public async Task Another_recording_of_the_same_name_and_size_takes_no_place()
    {
        Write("old/song.wav", FixtureLibrary.First);
        using var library = Library.Open(_folder.Library);
        await StoreAsync(library, "old");
        Directory.Delete(At("old"), recursive: true);
        var other = Write("new/song.wav", FixtureLibrary.Logged);
        File.SetLastWriteTimeUtc(other, Changed.AddTicks(1));

        Assert.Equal(StoreStatus.Stored, Assert.Single(await StoreAsync(library, "new")).Status);

        Assert.Equal(["song", "song.wav"], library.Tracks().Select(track => track.RefId));
        Assert.Equal(("song", 2), await FixtureLibrary.AskAsync(library, FixtureLibrary.First));
        Assert.Equal(("song.wav", 2), await FixtureLibrary.AskAsync(library, FixtureLibrary.Logged));
    }

    [Fact]
    public async Task A_copy_beside_the_original_is_a_track_of_its_own()
    {
        Write("old/song.wav", FixtureLibrary.First);
        Write("copy/song.wav", FixtureLibrary.First);
        using var library = Library.Open(_folder.Library);
        await StoreAsync(library, "old");

        Assert.Equal(StoreStatus.Stored, Assert.Single(await StoreAsync(library, "copy")).Status);
        Assert.Equal(2, library.Tracks().Count());
    }

    [Fact]
    public async Task Of_two_copies_of_a_file_that_has_gone_one_takes_its_place()
    {
        Write("old/song.wav", FixtureLibrary.First);
        using var library = Library.Open(_folder.Library);
        await StoreAsync(library, "old");
        Directory.Delete(At("old"), recursive: true);
        Write("new/1/song.wav", FixtureLibrary.First);
        Write("new/2/song.wav", FixtureLibrary.First);

        var results = await StoreAsync(library, "new");

        Assert.Equal([StoreStatus.Skipped, StoreStatus.Stored], results.Select(result => result.Status));
        Assert.Equal([At("new/2/song.wav"), At("new/1/song.wav")], library.Tracks().Select(track => track.Path));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<StoreResult>> StoreAsync(Library library, string name) =>
        await library.StoreAllAsync([At(name)]).ToListAsync();

    private string At(string name) => Path.Combine(_folder.Path, name);

    private string Write(string name, (string RefId, uint Seed) recording)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        FixtureLibrary.Write(At(name), recording);
        File.SetLastWriteTimeUtc(At(name), Changed);
        return At(name);
    }
}
