using System.Text.Json;
using Earmark.Cli;
using Earmark.Cli.Contracts;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;
using Earmark.Cli.Verbs;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cli;

/// <summary>`verify`, `compact` and `clear` as they are called and what they print.</summary>
public sealed class UpkeepVerbTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    [Fact]
    public async Task A_damaged_library_is_told_mended_and_completed_with_the_music_it_lost()
    {
        var tracks = await StoreAsync(2);
        Assert.Equal(0, await Run("verify"));
        Assert.EndsWith("Sound: every part is as it was written.\n", _results.ToString(), StringComparison.Ordinal);

        var file = TrackIndexTests.SegmentFiles(_folder.Library).Single();
        File.Delete(file);
        var list = Path.Combine(_folder.Path, "lost.txt");
        Assert.Equal(2, await Run("verify", "--lost", list));
        Assert.Contains($"fault     {file} is missing", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains($"2 tracks must be stored again; {list}", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(tracks, File.ReadAllLines(list));

        Assert.Equal(2, await Run("verify", "--mend", "--lost", list));
        Assert.Contains("the library is sound. 2 tracks must be", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(tracks, File.ReadAllLines(list));
        Assert.Equal(0, await Run(["store", .. File.ReadAllLines(list)]));
        Assert.Equal(0, await Run("verify"));
    }

    [Fact]
    public async Task What_verify_finds_has_the_keys_of_the_contract()
    {
        await StoreAsync(1);
        var file = TrackIndexTests.SegmentFiles(_folder.Library).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[5000] ^= 1;
        File.WriteAllBytes(file, bytes);

        Assert.Equal(2, await Run("verify", "--format", "json"));
        var line = JsonDocument.Parse(_results.ToString()).RootElement;
        Assert.Equal(
            "library,sound,tracks,segments,postings,faults,lost",
            string.Join(',', line.EnumerateObject().Select(key => key.Name)));
        var fault = Assert.Single(line.GetProperty("faults").EnumerateArray());
        Assert.Equal(Csv.FaultHeader, string.Join(',', fault.EnumerateObject().Select(key => key.Name)));

        Assert.Equal(2, await Run("verify", "--format", "csv"));
        Assert.StartsWith(
            $"{Csv.FaultHeader}\n{file},has 1 damaged block", _results.ToString(), StringComparison.Ordinal);

        // Postings follow from the peaks: nothing is lost, and so the mended library is a success.
        Assert.Equal(0, await Run("verify", "--mend", "--format", "json"));
        Assert.Contains("\"mended\":true", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compact_says_what_it_saved()
    {
        // One dead track of eight is too little for a merge by itself.
        await StoreAsync(8);
        await Run("delete", "0");

        Assert.Equal(0, await Run("compact", "--format", "json"));
        var line = JsonDocument.Parse(_results.ToString()).RootElement;
        Assert.Equal(Csv.CompactHeader, string.Join(',', line.EnumerateObject().Select(key => key.Name)));
        Assert.True(line.GetProperty("bytes_after").GetInt64() < line.GetProperty("bytes_before").GetInt64());
        Assert.Equal(1, line.GetProperty("segments_after").GetInt32());
        Assert.Equal(0, await Run("compact"));
        Assert.StartsWith("Compacted 7 tracks in ", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("compact", "--format", "csv"));
        Assert.StartsWith($"{Csv.CompactHeader}\n", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_asks_and_removes_nothing_unless_it_is_told_yes()
    {
        await StoreAsync(2);
        foreach (var answer in new[] { "n\n", "\n", "" })
        {
            Assert.Equal(2, await Clear(new StringReader(answer)));
            Assert.Contains("Remove 2 tracks from ", _notes.ToString(), StringComparison.Ordinal);
            Assert.Contains("Nothing was removed.", _notes.ToString(), StringComparison.Ordinal);
        }

        var refusal = await Assert.ThrowsAsync<UsageException>(() => Clear(input: null));
        Assert.Contains("--yes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Run("list"));
        Assert.Equal(2, _results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        Assert.Equal(0, await Clear(new StringReader("y\n")));
        Assert.StartsWith("Removed 2 tracks.", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("clear", "--yes", "--format", "json"));
        Assert.EndsWith("\"deleted\":0}\n", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("clear", "--yes", "--format", "csv"));
        Assert.StartsWith($"{Csv.ClearHeader}\n", _results.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clear", "--yes")]
    [InlineData("compact")]
    [InlineData("verify")]
    [InlineData("verify", "--mend")]
    public async Task A_folder_that_is_no_library_is_left_alone(params string[] args)
    {
        Directory.CreateDirectory(_folder.Library);
        var song = Path.Combine(_folder.Library, "song.mp3");
        File.WriteAllText(song, "music");

        Assert.Equal(2, await Run(args));

        Assert.Contains("is not a library", _notes.ToString(), StringComparison.Ordinal);
        Assert.Equal([song], Directory.EnumerateFileSystemEntries(_folder.Library));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _results.Dispose();
        _notes.Dispose();
    }

    /// <summary>Stores that many recordings and returns their paths.</summary>
    private async Task<string[]> StoreAsync(int count)
    {
        var music = Path.Combine(_folder.Path, "music");
        Directory.CreateDirectory(music);
        var sound = Composer.Compose(3).Sound.ToMono();
        var paths = Enumerable.Range(0, count).Select(i => Path.Combine(music, $"{i}.wav")).ToArray();
        foreach (var (i, path) in paths.Index())
        {
            WavWriter.Write(path, sound.Cut(8 * i, 8));
        }

        Assert.Equal(0, await Run("store", music));
        return paths;
    }

    private Task<int> Clear(TextReader? input)
    {
        var terminal = Reset();
        var global = new GlobalOptions();
        var clear = ClearVerb.Create(global, terminal, input);
        global.AddTo(clear);
        return clear.Parse(["-l", _folder.Library]).InvokeAsync(
            new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private Task<int> Run(params string[] args) =>
        CommandLine.RunAsync([.. args, "--library", _folder.Library], Reset());

    private Terminal Reset()
    {
        _results.GetStringBuilder().Clear();
        _notes.GetStringBuilder().Clear();
        return new Terminal(_results, _notes, IsInteractive: false);
    }
}
