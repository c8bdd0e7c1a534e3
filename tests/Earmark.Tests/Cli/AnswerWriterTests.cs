using Earmark.Audio;
using Earmark.Cli.Output;
using Earmark.Cli.Verbs;

namespace Earmark.Tests.Cli;

public sealed class AnswerWriterTests : IDisposable
{
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    public void Dispose()
    {
        _results.Dispose();
        _notes.Dispose();
    }

    [Fact]
    public void A_match_is_title_place_and_confidence()
    {
        var exitCode = Write(OutputFormat.Human, isVerbose: false, Found);

        Assert.Equal(
            "Title — Artist\n  at 0:30 of 3:20, certain (> 99.9 %), offset 30.00 s, 5 % faster\n", _results.ToString());
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void No_match_keeps_its_best_guess_to_itself_unless_asked()
    {
        Assert.Equal(1, Write(OutputFormat.Human, isVerbose: false, NotFound));
        Assert.Equal("no match\n", _results.ToString());

        Write(OutputFormat.Human, isVerbose: true, NotFound);
        Assert.Contains("best guess: Title — Artist at 0:30\n", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_clips_are_told_apart_by_name()
    {
        Assert.Equal(0, Write(OutputFormat.Human, isVerbose: false, NotFound, Found));
        Assert.StartsWith(
            "clip ö.wav: no match\nclip ö.wav: Title — Artist\n", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_share_title_and_artist_are_told_apart_by_ref_id()
    {
        var other = Samples.Match with { Track = Samples.Track with { RefId = "b" } };
        var third = Samples.Match with { Track = Samples.Track with { RefId = "c", Title = "Other" } };
        var all = Samples.Found.Evidence with { Matches = [Samples.Match, other, third] };

        Write(OutputFormat.Human, isVerbose: false, Found with { Answer = Samples.Found with { Evidence = all } });

        var lines = _results.ToString().Split('\n');
        string[] names = [$"Title — Artist ({Samples.Track.RefId})", "Title — Artist (b)", "Other — Artist"];
        Assert.Equal(names, new[] { lines[0], lines[2], lines[4] });
    }

    [Fact]
    public void A_bad_clip_makes_exit_code_2_but_does_not_stop_the_others()
    {
        Assert.Equal(2, Write(OutputFormat.Json, isVerbose: false, Bad, Found));

        var lines = _results.ToString().Split('\n');
        Assert.Equal("""{"query":"x.wav","error":"x.wav is empty."}""", lines[0]);
        Assert.StartsWith("""{"query":"clip ö.wav",""", lines[1], StringComparison.Ordinal);
        Assert.Equal("earmark: x.wav is empty.\n", _notes.ToString());
    }

    private static QueryOutcome Found => new("clip ö.wav", Samples.Found, null);

    private static QueryOutcome NotFound => new("clip ö.wav", Samples.NotFound, null);

    private static QueryOutcome Bad => new("x.wav", null, new AudioException("x.wav is empty."));

    private int Write(OutputFormat format, bool isVerbose, params QueryOutcome[] outcomes)
    {
        var writer = new AnswerWriter(new Terminal(_results, _notes, IsInteractive: false), format, isVerbose);
        writer.Begin(outcomes.Length);
        foreach (var outcome in outcomes)
        {
            writer.Write(outcome);
        }

        return writer.ExitCode;
    }
}
