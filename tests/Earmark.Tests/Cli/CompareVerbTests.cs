using System.Diagnostics;
using System.Text.Json;
using Earmark.Cli;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;
using Earmark.Cli.Verbs;
using Earmark.Comparing;
using Earmark.Tests.Comparing;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cli;

public sealed class CompareVerbTests : IDisposable
{
    private readonly ComposedTakes _takes = new();
    private readonly StringWriter _results = new();
    private readonly StringWriter _notes = new();

    [Fact]
    public async Task Sync_says_where_a_take_begins_and_how_to_line_it_up()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 30);
        var b = _takes.Write("it's b.wav", seed: 3, start: 8, duration: 30);

        Assert.Equal(0, await Run("sync", a, b));
        Assert.Contains("begins at 8.000", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("ffmpeg -i '", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("it'\\''s b", _results.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await Run("sync", a, b, "--format", "json"));
        var lines = _results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(8, JsonDocument.Parse(lines[1]).RootElement.GetProperty("offset_s").GetDouble(), 0.001);
    }

    [Fact]
    public async Task The_command_makes_files_that_begin_together_and_run_on_one_clock()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var a = _takes.Write("a.wav", seed: 5, start: 10, duration: 46);
        var b = _takes.Write("it's b.wav", seed: 5, start: 2, duration: 54, speed: 44104 / 44100.0);
        var c = _takes.Write("c.wav", seed: 5, start: 13.21, duration: 43);
        Assert.Equal(0, await Run("sync", a, b, c, "--format", "json"));
        var first = _results.ToString().Split('\n')[0];
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", JsonDocument.Parse(first).RootElement.GetProperty("ffmpeg").GetString()! },
            WorkingDirectory = _takes.Folder,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);

        string[] names = ["1-a", "2-it's b", "3-c"];
        var made = await Synchronizer.SyncAsync(
            [.. names.Select(name => Path.Combine(_takes.Folder, name + ".synced.wav"))]);

        Assert.All(made, take => Assert.True(take.IsPlaced));
        Assert.All(made, take => Assert.InRange(Math.Abs(take.Offset), 0, 0.005));
        Assert.All(made, take => Assert.InRange(Math.Abs(take.Drift), 0, 3));
    }

    [Fact]
    public async Task Of_music_that_repeats_itself_the_other_offsets_are_told()
    {
        var loop = Composer.Compose(3).Sound.Cut(8, 20).ToMono();
        var whole = loop with { Samples = [.. Enumerable.Repeat(loop.Samples, 4).SelectMany(samples => samples)] };
        var a = _takes.Write("a.wav", whole.Cut(0, 50));
        var b = _takes.Write("b.wav", whole.Cut(26, 50));

        Assert.Equal(0, await Run("sync", a, b));
        Assert.Contains("begins at 6.0000 s", _results.ToString(), StringComparison.Ordinal);
        Assert.Matches("ambiguous, as the music repeats itself: it fits as well at .*26.0000 s", _results.ToString());
        Assert.Equal(0, await Run("sync", a, b, "--format", "json"));
        Assert.Contains("\"ambiguous\":true,\"other_offsets_s\":[", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("sync", a, b, "--format", "csv"));
        Assert.Matches("\n.*b.wav,.*,true,[-0-9.]+ [-0-9. ]+,", _results.ToString());
    }

    [Fact]
    public async Task Takes_of_different_events_are_exit_code_1_and_a_missing_file_is_2()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 20);
        var b = _takes.Write("b.wav", seed: 8, start: 0, duration: 20);

        Assert.Equal(1, await Run("sync", a, b));
        Assert.Contains("overlaps with none", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Run("sync", a, a + ".missing"));
        Assert.Equal(2, await Run("sync", a));
        Assert.Contains("two or more", _notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_tells_what_is_shared_in_words_and_json()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 60);
        var b = _takes.Write("b.wav", seed: 3, start: 10, duration: 30);
        var other = _takes.Write("c.wav", seed: 8, start: 0, duration: 30);

        Assert.Equal(0, await Run("same", a, b));
        Assert.Contains("B is contained in A", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("same speed and pitch", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("same", a, b, "--format", "json"));
        Assert.Contains("\"relation\":\"b_in_a\"", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await Run("same", a, other));
    }

    [Fact]
    public async Task Dedup_names_the_best_copy_and_deletes_nothing()
    {
        _takes.Write("a.wav", seed: 3, start: 0, duration: 60);
        _takes.Write("b.wav", seed: 3, start: 0, duration: 55);
        using var folder = new TestFolder();
        var library = folder.Library;
        Assert.Equal(0, await Run("store", _takes.Folder, "--library", library));

        Assert.Equal(0, await Run("dedup", "--library", library));
        Assert.Contains("Nothing was deleted", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("dedup", "--library", library, "--format", "csv"));
        Assert.StartsWith("kind,group,best,a,b,", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("\ncopy,1,a,a,b,", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("delete", "b", "--library", library));
        Assert.Equal(1, await Run("dedup", "--library", library));
        Assert.Equal(2, await Run("dedup", "--library", Path.Combine(_takes.Folder, "none")));
    }

    [Theory]
    [InlineData(1.0001)]
    [InlineData(0.99990001)]
    [InlineData(1.0000123)]
    public void Two_whole_rates_make_any_clock_right_to_a_hundredth_of_a_ppm(double factor)
    {
        var (from, to) = AlignCommand.Rates(factor);

        Assert.Equal(factor, (double)from / to, 1e-8);
    }

    public void Dispose()
    {
        _takes.Dispose();
        _results.Dispose();
        _notes.Dispose();
    }

    private Task<int> Run(params string[] args)
    {
        _results.GetStringBuilder().Clear();
        _notes.GetStringBuilder().Clear();
        return CommandLine.RunAsync(args, new Terminal(_results, _notes, IsInteractive: false));
    }
}
