using System.Text.Json;
using System.Xml.Linq;
using Earmark.Cli;
using Earmark.Cli.Degrading;
using Earmark.Cli.Evaluation;
using Earmark.Cli.Output;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

public sealed class EvalTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    public void Dispose()
    {
        _folder.Dispose();
        _results.Dispose();
        _notes.Dispose();
    }

    [Fact]
    public async Task A_folder_is_measured_and_the_page_is_well_formed_and_needs_nothing_else()
    {
        var page = Path.Combine(_folder.Path, "page.html");

        Assert.Equal(0, await Run(
            tracks.Music, "--clips", "6", "--lengths", "3,5", "--conditions", "clean,white:0,white:-30,speed:+1",
            "--format", "json", "--html", page));

        using var answer = JsonDocument.Parse(Assert.Single(Lines(_results)));
        var clean = answer.RootElement.GetProperty("cells")[1];
        Assert.Equal("clean", clean.GetProperty("condition").GetString());
        Assert.Equal(5, clean.GetProperty("length_s").GetDouble());
        Assert.Equal(1, clean.GetProperty("recall").GetDouble());
        Assert.Equal(0, clean.GetProperty("false_accepts").GetInt32());
        Assert.InRange(clean.GetProperty("offset_error_median_s").GetDouble(), 0, 0.02);
        var lost = answer.RootElement.GetProperty("cells").EnumerateArray()
            .Single(cell => cell.GetProperty("condition").GetString() == "white:-30"
                && cell.GetProperty("length_s").GetDouble() == 3);
        Assert.Equal(0, lost.GetProperty("right").GetInt32());
        Assert.Equal(
            "source complete seed max_e_value known_tracks unknown_tracks foreign_recordings known_places " +
            "unknown_places foreign_places total cells kinds thresholds reliability false_accepts missed left_out",
            string.Join(' ', answer.RootElement.EnumerateObject().Select(property => property.Name)));

        var missed = answer.RootElement.GetProperty("missed").EnumerateArray().ToList();
        var total = answer.RootElement.GetProperty("total");
        Assert.Equal(total.GetProperty("known_clips").GetInt32() - total.GetProperty("right").GetInt32(), missed.Count);
        Assert.Equal(lost.GetProperty("known_clips").GetInt32(), missed.Count(clip =>
            clip.GetProperty("condition").GetString() == "white:-30" && clip.GetProperty("length_s").GetDouble() == 3));
        Assert.All(missed, clip => Assert.Equal("known", clip.GetProperty("kind").GetString()));

        var html = File.ReadAllText(page);
        var hardest = missed[0].GetProperty("recording").GetString();
        Assert.Contains($"<th scope=\"row\">{hardest}</th>", html, StringComparison.Ordinal);
        var document = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.NotEmpty(document.Descendants("svg"));
        Assert.All(document.Descendants("svg"), svg => Assert.NotNull(svg.Attribute("aria-label")));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_of_threads_changes_nothing_but_times()
    {
        var one = await Examine(threads: 1);
        var three = await Examine(threads: 3);

        Assert.Equal(
            one.Trials.Select(trial => trial with { Seconds = 0 }),
            three.Trials.Select(trial => trial with { Seconds = 0 }));
        Assert.Equal(2 * 2 * 5, one.Trials.Count);
        Assert.True(one.IsComplete);
    }

    [Fact]
    public async Task Tracks_that_are_left_out_are_not_in_the_library_that_is_asked()
    {
        var options = Options(threads: 2) with { UnknownShare = 0.5 };
        var corpus = await Corpus.PrepareAsync(
            tracks.Music, _folder.Path, options, new Progress<EvaluationProgress>(), CancellationToken.None);
        using var library = corpus.Library;

        Assert.Equal(6, corpus.Unknown.Count);
        Assert.Equal(ShortTracks.Count, corpus.Recordings.Count);
        Assert.Empty(library.Tracks().Select(track => track.RefId).Intersect(corpus.Unknown));
        Assert.Equal(6, library.Tracks().Count());
    }

    [Fact]
    public async Task A_stored_library_is_read_again_from_its_files_and_one_that_has_gone_is_named()
    {
        var gone = Path.Combine(_folder.Path, "gone.wav");
        File.Copy(Directory.EnumerateFiles(tracks.Music, "*.wav").Order().First(), gone);
        using (var library = Library.Open(_folder.Library))
        {
            await library.StoreAllAsync([tracks.Music]).ToListAsync();
            await library.StoreAsync(gone);
        }

        File.Delete(gone);
        Assert.Equal(0, await Run(
            _folder.Library, "--clips", "3", "--lengths", "4", "--conditions", "clean", "--unknown", "0"));

        Assert.Contains("13 tracks in the library, 0 left out", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("gone.wav has gone", _notes.ToString(), StringComparison.Ordinal);
        Assert.Contains("clean ", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_some_tracks_names_clips_as_the_library_does()
    {
        using var library = Library.Open(_folder.Library);
        await library.StoreAllAsync([tracks.Music]).ToListAsync();
        var copied = Path.Combine(_folder.Path, "copy");

        Assert.Equal(ShortTracks.Count - 1, library.CopyTo(copied, track => track.RefId != "piece-0-part-0"));

        using var copy = Library.Open(copied, new LibraryOptions { ReadOnly = true });
        var clip = Path.Combine(tracks.Music, "piece-1-part-2.wav");
        var (expected, actual) = (await library.QueryAsync(clip), await copy.QueryAsync(clip));
        Assert.Equal(expected.Best!.Score, actual.Best!.Score);
        Assert.Equal(expected.Best.Offset, actual.Best.Offset);
        var left = await copy.QueryAsync(Path.Combine(tracks.Music, "piece-0-part-0.wav"));
        Assert.NotEqual("piece-0-part-0", left.Evidence.BestGuess?.Track.RefId);
    }

    [Fact]
    public void A_library_is_not_copied_into_itself()
    {
        Library.Open(_folder.Library).Dispose();
        using var library = Library.Open(_folder.Library, new LibraryOptions { ReadOnly = true });

        Assert.Throws<ArgumentException>(() => library.CopyTo(Path.Combine(_folder.Library, "."), _ => true));
    }

    [Fact]
    public async Task An_interruption_gives_what_was_measured_until_then()
    {
        using var interruption = new CancellationTokenSource();
        var watch = new Watch(progress =>
        {
            if (progress is { Stage: "asking", Done: >= 2 })
            {
                interruption.Cancel();
            }
        });

        var result = await Examination.RunAsync(
            tracks.Music, _folder.Path, Options(threads: 1), null, null, watch, interruption.Token);

        Assert.False(result.IsComplete);
        Assert.Equal(2, result.KnownClipCount + result.UnknownClipCount);
        Assert.Equal(2 * 2 * 2, result.Trials.Count);
    }

    [Fact]
    public async Task A_condition_that_fails_takes_no_other_with_it_and_is_named()
    {
        var rooms = Directory.CreateDirectory(Path.Combine(_folder.Path, "rooms")).FullName;
        WavWriter.Write(Path.Combine(rooms, "silent.wav"), new Sound(new float[Sound.SampleRate], 1));

        Assert.Equal(0, await Run(
            tracks.Music, "--clips", "2", "--lengths", "4", "--conditions", "reverb,clean", "--rooms", rooms,
            "--unknown", "0", "--format", "csv"));

        var rows = Lines(_results).Skip(1).Select(row => string.Join(' ', row.Split(',').Take(4))).ToList();
        Assert.Equal(["reverb 4 0 0", "clean 4 2 2"], rows);
        Assert.Equal(2, Lines(_notes).Count(note => note.Contains(
            "was left out: A recording of a room is silent.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Foreign_recordings_are_asked_about_as_unknown_and_what_is_taken_for_a_track_is_told()
    {
        // One of the tracks among them is as wrong as it gets; and silence can be asked about like all else.
        var foreign = Path.Combine(_folder.Path, "foreign");
        Directory.CreateDirectory(Path.Combine(foreign, "stolen"));
        File.Copy(
            Path.Combine(tracks.Music, "piece-2-part-1.wav"), Path.Combine(foreign, "stolen", "a [copy].wav"));
        WavWriter.Write(
            Path.Combine(foreign, "silence.wav"), new Sound(new float[12 * Sound.SampleRate], 1));
        WavWriter.Write(Path.Combine(foreign, "short.wav"), new Sound(new float[Sound.SampleRate], 1));
        File.WriteAllText(Path.Combine(foreign, "notes.txt"), "no sound");
        var page = Path.Combine(_folder.Path, "page.html");
        string[] asked =
        [
            tracks.Music, "--foreign", foreign, "--only-unknown", "--unknown", "0", "--clips", "4", "--lengths", "3,5",
            "--conditions", "clean,white:+20", "--html", page,
        ];

        Assert.Equal(0, await Run(asked));
        Assert.Contains(
            "12 tracks in the library, 0 left out of it; clips from 4 places in 2 foreign recordings",
            _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("stolen/a [copy].wav", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("Over all: 8 of 16 unknown clips given a name", _results.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Right answers", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("short.wav lasts 1.0 s", _notes.ToString(), StringComparison.Ordinal);
        Assert.Contains("stolen/a [copy].wav", File.ReadAllText(page), StringComparison.Ordinal);
        XDocument.Parse(File.ReadAllText(page).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

        _results.GetStringBuilder().Clear();
        Assert.Equal(0, await Run([.. asked, "--format", "json"]));
        using var answer = JsonDocument.Parse(Assert.Single(Lines(_results)));
        var accepts = answer.RootElement.GetProperty("false_accepts").EnumerateArray().ToList();
        Assert.Equal(8, accepts.Count);
        Assert.All(accepts, accept =>
        {
            Assert.Equal("foreign/stolen", accept.GetProperty("kind").GetString());
            Assert.Equal("piece-2-part-1", accept.GetProperty("ref_id").GetString());
            Assert.InRange(accept.GetProperty("e_value").GetDouble(), 0, 1e-4);
        });
        Assert.Equal(
            ["foreign clean 4 0", "foreign white:+20 4 0", "foreign/stolen clean 4 4", "foreign/stolen white:+20 4 4"],
            answer.RootElement.GetProperty("kinds").EnumerateArray().Select(kind => string.Join(' ',
                kind.GetProperty("kind"), kind.GetProperty("condition"), kind.GetProperty("unknown_clips"),
                kind.GetProperty("false_accepts"))));
    }

    [Theory]
    [InlineData("--only-unknown leaves nothing to ask about", "--only-unknown", "--unknown", "0")]
    [InlineData("--foreign /no such folder holds no recording", "--foreign", "/no such folder")]
    public async Task What_leaves_nothing_unknown_to_ask_about_is_one_sentence(string said, params string[] args)
    {
        Assert.Equal(2, await Run([tracks.Music, .. args]));
        Assert.StartsWith($"earmark: {said}", Assert.Single(Lines(_notes)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bable:0", "There is no condition bable; there are clean, mp3")]
    [InlineData("noise:0", "--noise")]
    public async Task A_wrong_condition_is_one_sentence(string conditions, string said)
    {
        Assert.Equal(2, await Run(tracks.Music, "--conditions", conditions));
        Assert.Contains(said, Assert.Single(Lines(_notes)), StringComparison.Ordinal);
        Assert.Empty(_results.ToString());
    }

    [Fact]
    public async Task Clips_longer_than_the_tracks_are_refused()
    {
        Assert.Equal(2, await Run(tracks.Music, "--lengths", "30", "--conditions", "clean"));
        Assert.Contains("--lengths", Lines(_notes)[^1], StringComparison.Ordinal);
    }

    private async Task<EvaluationResult> Examine(int threads)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(_folder.Path, $"scratch{threads}")).FullName;
        return await Examination.RunAsync(
            tracks.Music, scratch, Options(threads), null, null, new Watch(_ => { }), CancellationToken.None);
    }

    private static EvaluationOptions Options(int threads) => new()
    {
        ClipCount = 5,
        Lengths = [3, 4],
        Conditions = Condition.ParseList("babble:0,reverb"),
        Seed = 2,
        Threads = threads,
    };

    private Task<int> Run(params string[] args) =>
        CommandLine.RunAsync(["eval", .. args], new Terminal(_results, _notes, IsInteractive: false));

    private static string[] Lines(StringWriter text) =>
        text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed class Watch(Action<EvaluationProgress> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => report(value);
    }
}
