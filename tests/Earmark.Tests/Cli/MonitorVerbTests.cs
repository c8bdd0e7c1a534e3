using System.Text.Json;
using Earmark.Cli;
using Earmark.Cli.Output;
using Earmark.Cli.Verbs;
using Earmark.Monitoring;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.Monitoring;

namespace Earmark.Tests.Cli;

public sealed class MonitorVerbTests(MonitoredLibrary monitored) : IClassFixture<MonitoredLibrary>, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly StringWriter _results = new();
    private readonly StringWriter _notes = new();

    [Fact]
    public async Task Plays_are_lines_of_json_with_the_keys_of_a_match_and_kept_in_the_log()
    {
        Assert.Equal(0, await Run("monitor", Mix(), "--format", "json"));

        var lines = _results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["track0", "track1"], lines.Select(line => line.GetProperty("ref_id").GetString()));
        string[] keys =
        [
            "rank", "ref_id", "ref", "query_start_s", "query_stop_s", "ref_start_s", "ref_stop_s", "offset_s",
            "score", "e_value", "confidence", "coverage", "time_factor", "frequency_factor",
        ];
        Assert.All(lines, line => Assert.All(keys, key => Assert.True(line.TryGetProperty(key, out _), key)));
        Assert.Equal(-25, lines[1].GetProperty("offset_s").GetDouble(), 0.2);
        using var log = PlayLog.Open(monitored.Folder);
        Assert.Equal(lines[1].GetProperty("id").GetString(), $"{log.Id}-{Newest(log).Id}");
        Assert.True(log.Runs(1)[0].HasEnded);
    }

    [Fact]
    public async Task People_get_live_lines_and_a_tracklist_and_files_are_written()
    {
        var (cue, labels) = (monitored.Files.PathOf("mix.cue"), monitored.Files.PathOf("labels.txt"));

        Assert.Equal(0, await Run("monitor", Mix(), "--no-log", "--cue", cue, "--labels", labels));

        var text = _results.ToString();
        Assert.Contains("now   track0, from 0:00 of", text, StringComparison.Ordinal);
        Assert.Contains("2 plays", text, StringComparison.Ordinal);
        Assert.Contains("  2      0:25 – 0:50      track1", text, StringComparison.Ordinal);
        Assert.Contains("  TRACK 02 AUDIO\n    TITLE \"track1\"\n    INDEX 01 00:2", File.ReadAllText(cue),
            StringComparison.Ordinal);
        Assert.Matches(@"^0\.\d+\t2\d\.\d+\ttrack0\n2\d\.\d+\t[45]\d\.\d+\ttrack1\n", File.ReadAllText(labels));
    }

    [Fact]
    public async Task A_stream_of_nothing_known_is_exit_code_1_and_one_that_cannot_be_read_2()
    {
        var unknown = new ComposedStream().Add(monitored.Piece(MonitoredLibrary.TrackCount).Cut(0, 30))
            .Write(monitored.Files, "unknown.wav");

        Assert.Equal(1, await Run("monitor", unknown, "--no-log", "--format", "csv", "--all"));
        Assert.Contains("\nunknown,,", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Run("monitor", unknown + ".missing", "--no-log"));
        Assert.Contains("does not exist", _notes.ToString(), StringComparison.Ordinal);
        Assert.Empty(_results.ToString());
    }

    [Fact]
    public async Task Several_sources_at_once_are_told_with_their_names()
    {
        var (mix, other) = (Mix(), Mix());

        Assert.Equal(0, await Run("monitor", mix, other, "--no-log"));

        Assert.Contains($"{mix}  now   track0", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{other}  now   track0", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Tracklist of {other}", _results.ToString(), StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_costs_the_log_and_no_play()
    {
        var folder = monitored.Files.PathOf("small");
        using var disk = new SmallDisk(folder, size: 2_048);
        monitored.Library.CopyTo(Path.Combine(folder, "library"), _ => true);
        PlayLog.Open(Path.Combine(folder, "library")).Dispose();
        disk.FillAllBut(80_000);

        Assert.Equal(0, await Run("monitor", Mix(), "--format", "json", "--library", Path.Combine(folder, "library")));

        Assert.Equal(2, _results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("its disk is full: make room there. Until then", _notes.ToString(), StringComparison.Ordinal);
        Assert.Single(_notes.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("no source", "ftp://example.org/x")]
    [InlineData("read once", "-", "-")]
    [InlineData("needs a secret", "a.wav", "--webhook", "http://127.0.0.1/")]
    [InlineData("is no address", "a.wav", "--webhook", "nowhere")]
    [InlineData("of one source", "a.wav", "b.wav", "--cue", "x.cue")]
    [InlineData("--pcm", "a.wav", "--pcm", "s16le:44100:2")]
    [InlineData("--join-gap", "a.wav", "--join-gap", "-3")]
    public async Task What_does_not_go_together_is_said(string said, params string[] arguments)
    {
        Assert.Equal(2, await Run(["monitor", .. arguments]));
        Assert.Contains(said, _notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cue_sheet_has_rising_indices_and_no_quotes_within_quotes()
    {
        var list = new Tracklist("/music/the \"mix\".mp3");
        list.Add(SamplePlays.Ended("x", Noon, 70.5, 130));
        list.Add(SamplePlays.Ended("x", Noon, 0, 70.5));
        list.Add(SamplePlays.Ended("x", Noon, 0, 20));

        var lines = list.Lines(TracklistKind.Cue).ToList();

        Assert.Equal("FILE \"the 'mix'.mp3\" MP3", lines[1]);
        Assert.Equal(
            ["    INDEX 01 00:00:00", "    INDEX 01 00:00:01", "    INDEX 01 01:10:38"],
            lines.Where(line => line.Contains("INDEX", StringComparison.Ordinal)));
    }

    public void Dispose()
    {
        _results.Dispose();
        _notes.Dispose();
    }

    private static LoggedEvent Newest(PlayLog log) =>
        log.After(0, 1000).Last(logged => logged.Event.Kind == MonitorEventKind.PlayEnded);

    private string Mix() => new ComposedStream()
        .Add(monitored.Piece(0).Cut(0, 25))
        .Add(monitored.Piece(1).Cut(0, 25))
        .Write(monitored.Files, $"mix-{Guid.NewGuid():N}.wav");

    private Task<int> Run(params string[] args)
    {
        _results.GetStringBuilder().Clear();
        _notes.GetStringBuilder().Clear();
        string[] library = args.Contains("--library") ? [] : ["--library", monitored.Folder];
        return CommandLine.RunAsync(
            [.. args, .. library], new Terminal(_results, _notes, IsInteractive: false));
    }
}
