using Earmark.Cli.Contracts;
using Earmark.Indexing;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>A full disk costs nothing that was reported stored, and leaves no half file.</summary>
public sealed class FullDiskTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    private readonly TestFolder _folder = new();

    [SmallDiskFact]
    public async Task A_disk_too_small_to_make_the_library_is_named()
    {
        Assert.Empty(await StoreUntilFull(64));
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_ends_a_store_with_one_sentence_and_keeps_what_was_reported()
    {
        Assert.NotEmpty(await StoreUntilFull(192));
    }

    [SmallDiskFact]
    public async Task A_disk_that_is_full_when_the_log_becomes_a_segment_leaves_the_log()
    {
        using var disk = new SmallDisk(_folder.Library, 2_048);
        var stored = new List<StoreLine>();
        using (var library = Library.Open(_folder.Library))
        {
            foreach (var path in Directory.EnumerateFiles(tracks.Music).Take(3))
            {
                stored.Add(Map.ToLine(await library.StoreAsync(path)));
            }

            disk.Fill();
        }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Library, SegmentFolder.Name)));
        disk.Grow();
        await tracks.AssertHoldsAsync(_folder.Library, stored);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<StoreLine>> StoreUntilFull(int size)
    {
        using var disk = new SmallDisk(_folder.Library, size);
        using var store = CliProcess.Store(_folder.Library, tracks.Music);

        Assert.Equal(2, store.WaitForEnd());
        var sentence = Assert.Single(
            store.Notes, note => note.StartsWith("earmark: ", StringComparison.Ordinal));
        Assert.Contains("is full: free some space", sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Library, "*.tmp", SearchOption.AllDirectories));

        disk.Grow();
        await tracks.AssertHoldsAsync(_folder.Library, store.Stored);
        return store.Stored;
    }
}
