using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

public sealed class FullDiskTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    private readonly TestFolder _folder = new();

    [SmallDiskTheory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(384)]
    public async Task A_full_disk_ends_a_store_with_one_sentence_and_keeps_what_was_reported(int size)
    {
        using var disk = new SmallDisk(_folder.Library, size);
        using var store = CliProcess.Store(_folder.Library, tracks.Music);

        Assert.Equal(2, store.WaitForEnd());
        var line = store.Notes.TrimEnd('\n');
        Assert.DoesNotContain('\n', line);
        Assert.Contains("is full: free some space", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Library, "*.tmp", SearchOption.AllDirectories));

        disk.Grow();
        await tracks.AssertHoldsAsync(_folder.Library, store.Stored);
    }

    public void Dispose() => _folder.Dispose();
}
