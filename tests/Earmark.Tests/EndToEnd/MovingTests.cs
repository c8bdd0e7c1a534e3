using Earmark.Indexing;
using Earmark.Tests.Indexing;
using static Earmark.Tests.EndToEnd.FilledLibrary;

namespace Earmark.Tests.EndToEnd;

/// <summary>Tracks that go from library to library, through exports and by themselves.</summary>
public sealed class MovingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task An_imported_library_exports_the_same_bytes_and_names_the_same_clips()
    {
        Fill("a", Track("ü", 1), Track("b", 2), Track("B", 3), Track("😀", 4), Track("\uFFFF", 5));
        using var source = OpenToRead("a");
        var bytes = await ExportAsync(source);
        using var target = Library.Open(At("b"));

        var results = await ImportAsync(target, bytes);

        Assert.All(results, result => Assert.Equal(ImportStatus.Imported, result.Status));
        Assert.Equal(["B", "b", "ü", "\uFFFF", "😀"], results.Select(result => result.RefId));
        Assert.Equal(bytes, await ExportAsync(target));
        Assert.Equal(source.Tracks().Select(Details), target.Tracks().Select(Details));
        Assert.Equal(source.Statistics().PostingCount, target.Statistics().PostingCount);
    }

    [Fact]
    public async Task The_order_of_storing_and_the_past_of_a_library_do_not_show_in_its_export()
    {
        Fill("a", Track("x", 1), Track("y", 2), Track("z", 3));
        Fill("b", Track("z", 3), Track("gone", 9), Track("y", 8));
        Fill("b", Track("y", 2), Track("x", 1));
        using (var index = Open(At("b")))
        {
            index.Delete("gone");
        }

        using var one = OpenToRead("a");
        using var other = OpenToRead("b");

        Assert.Equal(await ExportAsync(one), await ExportAsync(other));
    }

    [Fact]
    public async Task Chosen_tracks_are_exported_once_and_one_that_is_missing_is_named()
    {
        Fill("a", Track("x", 1), Track("y", 2), Track("z", 3));
        using var source = OpenToRead("a");
        using var target = Library.Open(At("b"));

        await ImportAsync(target, await ExportAsync(source, "z", "x", "z"));
        Assert.Equal(["x", "z"], target.Tracks().Select(track => track.RefId));

        var path = At("chosen.earmark");
        var refusal = await Assert.ThrowsAsync<LibraryException>(() => source.ExportAsync(path, ["x", "q"]));
        Assert.Contains("no track q", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task Importing_again_changes_nothing_whatever_the_rule()
    {
        Fill("a", Track("x", 1), Track("y", 2));
        using var source = OpenToRead("a");
        var bytes = await ExportAsync(source);
        using var target = Library.Open(At("b"));
        await ImportAsync(target, bytes);
        var ids = target.Tracks().Select(track => track.Id).ToList();

        foreach (var rule in Enum.GetValues<ConflictRule>())
        {
            var results = await ImportAsync(target, bytes, rule);
            Assert.All(results, result => Assert.Equal(ImportStatus.Unchanged, result.Status));
        }

        Assert.Equal(ids, target.Tracks().Select(track => track.Id));
    }

    [Theory]
    [InlineData(ConflictRule.Skip, ImportStatus.Skipped, 2)]
    [InlineData(ConflictRule.Replace, ImportStatus.Replaced, 20)]
    public async Task Another_recording_of_the_same_ref_id_is_a_conflict(
        ConflictRule rule, ImportStatus status, int seedAfter)
    {
        Fill("a", Track("x", 1), Track("y", 20), Track("z", 3));
        Fill("b", Track("y", 2));
        using var source = OpenToRead("a");
        using var target = Library.Open(At("b"));

        var results = await ImportAsync(target, await ExportAsync(source), rule);

        Assert.Equal(
            [ImportStatus.Imported, status, ImportStatus.Imported], results.Select(result => result.Status));
        Assert.Equal(status == ImportStatus.Skipped, results[1].Reason?.Contains("another recording") == true);
        Assert.Equal(["x", "y", "z"], target.Tracks().Select(track => track.RefId));
        Assert.Equal(Peaks(seedAfter), Peaks(At("b"), "y"));
    }

    [Fact]
    public async Task A_conflict_that_should_end_an_import_does_so_and_what_came_before_stays()
    {
        Fill("a", Track("x", 1), Track("y", 20), Track("z", 3));
        Fill("b", Track("y", 2));
        using var source = OpenToRead("a");
        var bytes = await ExportAsync(source);
        using var target = Library.Open(At("b"));

        var refusal = await Assert.ThrowsAsync<LibraryException>(() => ImportAsync(target, bytes, ConflictRule.Fail));

        Assert.StartsWith("y is the ref id of another recording", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["x", "y"], target.Tracks().Select(track => track.RefId));
        Assert.Equal(Peaks(2), Peaks(At("b"), "y"));
    }

    [Fact]
    public async Task A_path_that_two_machines_share_costs_no_track()
    {
        var here = Track("here", 1) with { Path = "/rec/1.wav" };
        Fill("a", here with { RefId = "renamed" });
        Fill("b", here);
        using var target = Library.Open(At("b"));
        using var source = OpenToRead("a");

        var result = Assert.Single(await ImportAsync(target, await ExportAsync(source)));
        Assert.Equal((ImportStatus.Skipped, "renamed is in the library as here."), (result.Status, result.Reason));

        Fill("c", Track("there", 2) with { Path = "/rec/1.wav" });
        using var other = OpenToRead("c");
        foreach (var status in (ImportStatus[])[ImportStatus.Imported, ImportStatus.Unchanged])
        {
            Assert.Equal(status, Assert.Single(await ImportAsync(target, await ExportAsync(other))).Status);
            Assert.Equal(["here", "there"], target.Tracks().Select(track => track.RefId));
            Assert.Equal(["/rec/1.wav", null], target.Tracks().Select(track => track.Path));
        }
    }

    [Fact]
    public async Task New_details_of_a_track_are_taken_over_only_where_that_is_asked_for()
    {
        Fill("a", Track("x", 1) with { Title = "Right" });
        Fill("b", Track("x", 1) with { Title = "Wrong" });
        using var source = OpenToRead("a");
        var bytes = await ExportAsync(source);
        using var target = Library.Open(At("b"));

        Assert.Equal(ImportStatus.Unchanged, Assert.Single(await ImportAsync(target, bytes)).Status);
        Assert.Equal("Wrong", Assert.Single(target.Tracks()).Title);
        var replaced = Assert.Single(await ImportAsync(target, bytes, ConflictRule.Replace));
        Assert.Equal(ImportStatus.Replaced, replaced.Status);
        Assert.Equal("Right", Assert.Single(target.Tracks()).Title);
    }

    [Fact]
    public async Task Libraries_merge_in_the_order_they_are_given()
    {
        Fill("a", Track("x", 1), Track("y", 2));
        Fill("b", Track("y", 20), Track("z", 3));
        using var target = Library.Open(At("c"));
        using var first = OpenToRead("a");
        using var second = OpenToRead("b");

        Assert.Equal(2, (await target.MergeAsync(first).ToListAsync()).Count);
        var results = await target.MergeAsync(second).ToListAsync();

        Assert.Equal([ImportStatus.Skipped, ImportStatus.Imported], results.Select(result => result.Status));
        Assert.Equal(["x", "y", "z"], target.Tracks().Select(track => track.RefId));
        Assert.Equal(Peaks(2), Peaks(At("c"), "y"));
    }

    [Fact]
    public async Task A_library_of_another_profile_takes_nothing()
    {
        Fill("a", Track("x", 1));
        using var source = OpenToRead("a");
        using var export = LibraryExport.Open(new MemoryStream(await ExportAsync(source)), "music");
        using var target = Library.Open(At("b"), new LibraryOptions { Profile = FingerprintProfile.Lean });

        var refusals = new[]
        {
            await Assert.ThrowsAsync<LibraryException>(() => target.ImportAsync(export).ToListAsync().AsTask()),
            await Assert.ThrowsAsync<LibraryException>(() => target.MergeAsync(source).ToListAsync().AsTask()),
        };

        Assert.All(refusals, e => Assert.Contains(FingerprintProfile.Lean.Id, e.Message, StringComparison.Ordinal));
        Assert.All(refusals, e => Assert.Contains(FingerprintProfile.Full.Id, e.Message, StringComparison.Ordinal));
        Assert.Empty(target.Tracks());
    }

    [Fact]
    public async Task An_export_is_of_one_moment_whatever_is_stored_and_merged_meanwhile()
    {
        Fill("a", [.. Enumerable.Range(0, 12).Select(i => Track($"{i:00}", i))]);
        using var writer = Open(At("a"), new IndexOptions { LogLimit = 1_000, MergeFanOut = 2 });
        using var source = OpenToRead("a");
        var before = await ExportAsync(source);
        var changes = new Changes(done =>
        {
            // Ahead of where the export is: deleted, replaced, added, and the files it reads from merged away.
            writer.Delete($"{done + 1:00}");
            writer.AddRange([Track($"{done + 2:00}", 100 + (int)done), Track($"new {done}", 200 + (int)done)]);
            writer.Flush();
        });
        using var stream = new MemoryStream();

        await source.ExportAsync(stream, progress: changes);

        Assert.Equal(before, stream.ToArray());
        Assert.NotEqual(before, await ExportAsync(source));
    }

    public void Dispose() => _folder.Dispose();

    private static (string, string?, long, long, string?, TimeSpan, int) Details(Track track) =>
        (track.RefId, track.Path, track.FileSize, track.Modified, track.Artist, track.Duration, track.LandmarkCount);

    private string At(string name) => Path.Combine(_folder.Path, name);

    private Library OpenToRead(string name) => Library.Open(At(name), new LibraryOptions { ReadOnly = true });

    private void Fill(string name, params NewTrack[] tracks) => FilledLibrary.Fill(At(name), tracks);

    private sealed class Changes(Action<long> change) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => change(value.TracksDone);
    }
}
