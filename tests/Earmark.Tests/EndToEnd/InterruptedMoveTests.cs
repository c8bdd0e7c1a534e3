using Earmark.Cli;
using Earmark.Cli.Output;
using Earmark.Tests.Indexing;
using static Earmark.Tests.EndToEnd.FilledLibrary;

namespace Earmark.Tests.EndToEnd;

/// <summary>Exports and imports that end early: by hand, by a kill, on a full disk. Nothing is half there.</summary>
public sealed class InterruptedMoveTests : IDisposable
{
    private const int Count = 150;

    private readonly TestFolder _folder = new();
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    [Fact]
    public async Task A_cancelled_export_leaves_the_file_that_was_there()
    {
        Fill(_folder.Library, Tracks(3));
        using var library = Library.Open(_folder.Library, new LibraryOptions { ReadOnly = true });
        var path = At("music.earmark");
        await library.ExportAsync(path);
        var before = File.ReadAllBytes(path);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => library.ExportAsync(path, ["000", "001"], new Stop(stop, after: 1), stop.Token));

        Assert.Equal([path], Directory.EnumerateFiles(_folder.Path));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task An_export_takes_no_place_but_that_of_an_export()
    {
        Fill(_folder.Library, Tracks(2));
        using var library = Library.Open(_folder.Library, new LibraryOptions { ReadOnly = true });
        File.WriteAllText(At("song.mp3"), "This is music.");
        File.WriteAllText(At("empty"), "");

        foreach (var taken in (string[])["song.mp3", "empty", "library"])
        {
            await Assert.ThrowsAsync<LibraryException>(() => library.ExportAsync(At(taken)));
        }

        await Assert.ThrowsAsync<LibraryException>(() => library.ExportAsync(At("missing/music.earmark")));
        Assert.Equal("This is music.", File.ReadAllText(At("song.mp3")));
        await library.ExportAsync(At("music.earmark"), ["000"]);
        await library.ExportAsync(At("music.earmark"));
        Assert.Equal(await ExportAsync(library), File.ReadAllBytes(At("music.earmark")));
    }

    [Fact]
    public async Task A_cancelled_import_keeps_what_it_returned_and_goes_on_when_it_is_run_again()
    {
        Fill(_folder.Library, Tracks(Count));
        var bytes = await ExportAsync(_folder.Library);
        using var target = Library.Open(At("target"));
        using var stop = new CancellationTokenSource();
        using var export = LibraryExport.Open(new MemoryStream(bytes), "music");
        var returned = new List<string>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in target.ImportAsync(export, null, new Stop(stop, after: 100), stop.Token))
            {
                returned.Add(result.RefId);
            }
        });

        Assert.InRange(returned.Count, 1, 100);
        Assert.Equal(returned, target.Tracks().Select(track => track.RefId));
        var rest = await ImportAsync(target, bytes);
        Assert.Equal(returned.Count, rest.Count(result => result.Status == ImportStatus.Unchanged));
        Assert.Equal(bytes, await ExportAsync(target));
    }

    [Fact]
    public async Task A_killed_import_keeps_what_it_returned_and_goes_on_when_it_is_run_again()
    {
        Fill(At("source"), Tracks(Count));
        var bytes = await ExportAsync(At("source"));
        using var target = Library.Open(_folder.Library);
        using var export = LibraryExport.Open(new MemoryStream(bytes), "music");
        var returned = new List<string>();
        var killed = new List<string>();
        await foreach (var result in target.ImportAsync(export))
        {
            returned.Add(result.RefId);
            if (returned.Count is 1 or Count - 1)
            {
                killed.Add(_folder.CopyLibrary($"killed {returned.Count}"));
            }
        }

        foreach (var copy in killed)
        {
            using var library = Library.Open(copy);
            var listed = library.Tracks().Select(track => track.RefId).ToList();
            Assert.Equal(returned.Take(listed.Count), listed);
            Assert.NotEmpty(listed);
            await ImportAsync(library, bytes);
            Assert.Equal(bytes, await ExportAsync(library));
        }
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_named_by_an_export_that_leaves_nothing_on_it()
    {
        Fill(_folder.Library, Tracks(Count));
        using var disk = new SmallDisk(At("disk"), 64);

        Assert.Equal(2, await Run("export", At("disk/music.earmark"), "-l", _folder.Library));

        Assert.Equal(
            $"earmark: The disk of {At("disk/music.earmark")} is full: free some space and export again, " +
            "or give a place on another disk.\n",
            _notes.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(At("disk")));
    }

    [SmallDiskFact]
    public async Task A_full_disk_ends_an_import_that_goes_on_when_there_is_room()
    {
        Fill(At("source"), Tracks(Count));
        Assert.Equal(0, await Run("export", At("music.earmark"), "-l", At("source")));
        using var disk = new SmallDisk(_folder.Library, 384);

        Assert.Equal(2, await Run("import", At("music.earmark"), "-l", _folder.Library));

        Assert.Contains("is full: free some space", _notes.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Library, "*.tmp", SearchOption.AllDirectories));
        disk.Grow();
        using var library = Library.Open(_folder.Library);
        Assert.InRange(library.Tracks().Count(), 1, Count - 1);
        var bytes = File.ReadAllBytes(At("music.earmark"));
        await ImportAsync(library, bytes);
        Assert.Equal(bytes, await ExportAsync(library));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _notes.Dispose();
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private Task<int> Run(params string[] args) =>
        CommandLine.RunAsync(args, new Terminal(TextWriter.Null, _notes, IsInteractive: false));

    private sealed class Stop(CancellationTokenSource source, int after) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.TracksDone >= after)
            {
                source.Cancel();
            }
        }
    }
}
