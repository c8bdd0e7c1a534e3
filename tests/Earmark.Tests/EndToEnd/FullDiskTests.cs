using Earmark.Cli.Contracts;
using Earmark.Indexing;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>A full disk costs nothing that was reported stored, and leaves no half file.</summary>
public sealed class FullDiskTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    // Two tracks fill the log, two segments merge.
    private static readonly IndexOptions Greedy = new() { LogLimit = 1_000, MergeFanOut = 2 };

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

    [SmallDiskFact]
    public async Task A_disk_too_full_to_compact_is_named_and_the_library_stays_as_it_was()
    {
        using var disk = new SmallDisk(_folder.Library, 4_096);
        var stored = await StoreInSegments(tracks.Music);
        var files = Directory.EnumerateFiles(Path.Combine(_folder.Library, SegmentFolder.Name)).Order().ToList();
        Assert.True(files.Count > 2);
        disk.Fill();

        using (var compact = CliProcess.Start("compact", _folder.Library))
        {
            Assert.Equal(2, compact.WaitForEnd());
            Assert.Contains("nothing that was stored is lost", Assert.Single(compact.Notes), StringComparison.Ordinal);
        }

        Assert.Equal(files, Directory.EnumerateFiles(Path.Combine(_folder.Library, SegmentFolder.Name)).Order());
        using (var verify = CliProcess.Start("verify", _folder.Library))
        {
            Assert.Equal(0, verify.WaitForEnd());
        }

        disk.Grow();
        await tracks.AssertHoldsAsync(_folder.Library, stored);
    }

    [SmallDiskFact]
    public async Task A_disk_too_full_to_merge_keeps_no_track_from_being_searched_and_the_flush_says_it()
    {
        using var disk = new SmallDisk(_folder.Library, 4_096);
        var stored = await StoreInSegments(tracks.Music);
        using (var library = Library.Open(_folder.Library, new LibraryOptions { Index = Greedy }))
        {
            disk.Fill();

            // Nothing to store: but what is due is merged, and a flush says how that went.
            var error = await Assert.ThrowsAsync<LibraryException>(
                async () => await library.StoreAllAsync([tracks.Music]).ToListAsync());
            Assert.Contains("nothing that was stored is lost", error.Message, StringComparison.Ordinal);
            await tracks.AssertNamedAsync(library, stored[0].RefId!);
        }

        Assert.True(Library.Inspect(_folder.Library).IsSound);
        disk.Grow();
        await tracks.AssertHoldsAsync(_folder.Library, stored);
    }

    [SmallDiskFact]
    public async Task A_disk_with_no_room_to_settle_is_no_error_as_searches_only_take_longer()
    {
        using var disk = new SmallDisk(_folder.Library, 4_096);
        var stored = await StoreInSegments(tracks.Music);
        var files = Directory.EnumerateFiles(Path.Combine(_folder.Library, SegmentFolder.Name)).Order().ToList();
        using (var library = Library.Open(_folder.Library))
        {
            disk.Fill();
            var results = await library.StoreAllAsync([tracks.Music]).ToListAsync();
            Assert.All(results, result => Assert.NotNull(result.RefId));
            await tracks.AssertNamedAsync(library, stored[0].RefId!);
        }

        Assert.Equal(files, Directory.EnumerateFiles(Path.Combine(_folder.Library, SegmentFolder.Name)).Order());
        disk.Grow();
        await tracks.AssertHoldsAsync(_folder.Library, stored);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<StoreLine>> StoreInSegments(string music)
    {
        using var library = Library.Open(
            _folder.Library, new LibraryOptions { Index = Greedy with { MergeFanOut = 1_000, LargestSegment = 0 } });
        return [.. (await library.StoreAllAsync([music]).ToListAsync()).Select(Map.ToLine)];
    }

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
