using Earmark.Audio;
using Earmark.Cli.Output;

namespace Earmark.Tests.Cli;

public sealed class FailureTests
{
    [Fact]
    public void An_exception_made_for_people_is_said_as_it_is()
    {
        var notes = new StringWriter();

        Assert.Equal(2, Failure.Report(
            new AudioException("x.mp3 is\nempty."), new Terminal(TextWriter.Null, notes, IsInteractive: false)));
        Assert.Equal($"earmark: x.mp3 is empty.{Environment.NewLine}", notes.ToString());
    }

    [Fact]
    public void A_bug_is_one_sentence_that_says_how_to_see_the_trace()
    {
        var sentence = Failure.Sentence(new InvalidOperationException("No such thing"));

        Assert.Contains("No such thing", sentence, StringComparison.Ordinal);
        Assert.Contains("EARMARK_TRACE=1", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    [Fact]
    public void A_full_disk_is_not_a_broken_pipe() => Assert.False(Failure.IsBrokenPipe(new IOException("full", 28)));

    [Fact]
    public void A_reader_that_has_gone_is_a_broken_pipe() =>
        Assert.True(Failure.IsBrokenPipe(new IOException("gone", 32)));
}
