using Earmark.Cli;
using Earmark.Cli.Output;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cli;

/// <summary>`export`, `import` and `merge`: what they print and return.</summary>
public sealed class MovingVerbTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    public MovingVerbTests()
    {
        FilledLibrary.Fill(At("a"), FilledLibrary.Track("x", 1), FilledLibrary.Track("y", 2));
    }

    [Fact]
    public async Task A_library_goes_into_a_file_and_out_of_it()
    {
        Assert.Equal(0, await Run("export", At("music.earmark"), "-l", At("a")));
        Assert.StartsWith("Exported 2 tracks (40 s) to ", _results.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await Run("import", At("music.earmark"), "-l", At("b")));
        Assert.StartsWith("Imported 2 tracks (40 s) in ", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("import", At("music.earmark"), "-l", At("b")));
        Assert.Contains("; 2 there already. The library is ", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_are_lines_of_json_and_csv()
    {
        Assert.Equal(0, await Run("export", At("music.earmark"), "x", "-l", At("a"), "-f", "json"));
        var size = new FileInfo(At("music.earmark")).Length;
        Assert.StartsWith("{\"file\":\"", _results.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(
            $",\"profile\":\"{FingerprintProfile.Full.Id}\",\"tracks\":1,\"duration_s\":20,\"bytes\":{size}}}\n",
            _results.ToString(),
            StringComparison.Ordinal);

        FilledLibrary.Fill(At("b"), FilledLibrary.Track("y", 20));
        Assert.Equal(0, await Run("merge", At("a"), "-l", At("b"), "-f", "csv"));
        Assert.Equal(
            $"""
            source,ref_id,status,reason,duration_s
            {At("a")},x,imported,,20
            {At("a")},y,skipped,y is the ref id of another recording in the library.,20

            """,
            _results.ToString());

        Assert.Equal(0, await Run("merge", At("a"), "-l", At("b"), "-f", "json", "--on-conflict", "replace"));
        Assert.Contains(
            "\"ref_id\":\"y\",\"status\":\"replaced\",\"reason\":null", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_is_told_after_the_summary_and_ends_the_import_only_where_it_should()
    {
        FilledLibrary.Fill(At("b"), FilledLibrary.Track("y", 20));

        Assert.Equal(0, await Run("merge", At("a"), "-l", At("b")));
        Assert.Contains("; 1 skipped.", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal("earmark: y is the ref id of another recording in the library.\n", _notes.ToString());

        Assert.Equal(2, await Run("merge", At("a"), "-l", At("b"), "--on-conflict", "fail"));
        Assert.StartsWith("Stopped early. ", _results.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("earmark: y is the ref id of another", _notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_export_is_told_and_the_next_one_is_imported_all_the_same()
    {
        Assert.Equal(0, await Run("export", At("music.earmark"), "-l", At("a")));
        File.WriteAllBytes(At("cut.earmark"), File.ReadAllBytes(At("music.earmark"))[..^40]);
        FilledLibrary.Fill(At("c"), FilledLibrary.Track("z", 3));
        Assert.Equal(0, await Run("export", At("other.earmark"), "-l", At("c")));

        Assert.Equal(2, await Run("import", At("cut.earmark"), At("other.earmark"), "-l", At("b")));

        Assert.StartsWith("Imported 2 tracks", _results.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"earmark: {At("cut.earmark")} is cut off at ", _notes.ToString(), StringComparison.Ordinal);
        using var library = Library.Open(At("b"));
        Assert.Equal(["x", "z"], library.Tracks().Select(track => track.RefId));
    }

    [Fact]
    public async Task What_cannot_be_imported_or_merged_makes_no_library()
    {
        File.WriteAllText(At("text"), "no export");
        using (Library.Open(At("lean"), new LibraryOptions { Profile = FingerprintProfile.Lean }))
        {
        }

        Assert.Equal(0, await Run("export", At("full.earmark"), "-l", At("a")));
        Assert.Equal(0, await Run("export", At("lean.earmark"), "-l", At("lean")));
        string[][] calls =
        [
            ["import", At("text")],
            ["import", At("missing")],
            ["import", At("a")],
            ["import", At("full.earmark"), At("lean.earmark")],
            ["import", "-", "-"],
            ["merge", At("missing")],
            ["merge", At("a"), At("lean")],
            ["merge", At("none")],
        ];
        foreach (var call in calls)
        {
            Assert.Equal(2, await Run([.. call, "-l", At("none")]));
            Assert.StartsWith("earmark: ", _notes.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("should not have happened", _notes.ToString(), StringComparison.Ordinal);
            Assert.False(Directory.Exists(At("none")));
        }

        Assert.Equal(2, await Run("import", At("lean.earmark"), "-l", At("a")));
        Assert.Contains(FingerprintProfile.Lean.Id, _notes.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Run("export", At("x.earmark"), "q", "-l", At("a")));
        Assert.Contains("no track q", _notes.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _results.Dispose();
        _notes.Dispose();
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private Task<int> Run(params string[] args)
    {
        _results.GetStringBuilder().Clear();
        _notes.GetStringBuilder().Clear();
        return CommandLine.RunAsync(args, new Terminal(_results, _notes, IsInteractive: false));
    }
}
