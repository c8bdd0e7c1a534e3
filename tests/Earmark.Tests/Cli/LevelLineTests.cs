using Earmark.Audio;
using Earmark.Cli.Output;

namespace Earmark.Tests.Cli;

public sealed class LevelLineTests
{
    [Theory]
    [InlineData(1, 1, 1, "[████████████████████]   0 dB  clipping ")]
    [InlineData(0.1, 0.5, 0, "[██████████████······] −20 dB  good ")]
    [InlineData(0.002, 0.01, 0, "[█████···············] −54 dB  too quiet ")]
    [InlineData(0.0003, 0.001, 0, "[····················] −71 dB  silence ")]
    [InlineData(0, 0, 0, "[····················]  −∞ dB  muted? ")]
    public void A_level_is_a_bar_a_number_and_a_word(double rms, double peak, double clipped, string expected) =>
        Assert.StartsWith(
            expected, LevelLine.Draw(new SoundLevel(rms, peak, clipped), 3.21, ""), StringComparison.Ordinal);

    [Fact]
    public void The_line_is_written_over_itself_cut_to_the_screen_and_gone_at_the_end()
    {
        var notes = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, notes, IsInteractive: true)
        {
            Screen = new Screen(ColorDepth.None, 60),
        };
        using (var line = new LevelLine(terminal))
        {
            line.Guess = "perhaps something with a very long title indeed";
            line.Show(new SoundLevel(0.1, 0.5, 0), 1);
            line.Guess = "";
            line.Show(new SoundLevel(0.1, 0.5, 0), 2);
        }

        var shown = notes.ToString().Split('\r');
        Assert.All(shown, text => Assert.DoesNotContain('\n', text));
        Assert.Equal(59, shown[1].Length);
        Assert.Equal(59, shown[2].Length);
        Assert.Equal("\u001b[2K", shown[^1]);
    }

    [Fact]
    public void Where_nobody_watches_nothing_is_written()
    {
        var notes = new StringWriter();
        using (var line = new LevelLine(new Terminal(TextWriter.Null, notes, IsInteractive: false)))
        {
            line.Show(new SoundLevel(0.1, 0.5, 0), 1);
        }

        Assert.Equal("", notes.ToString());
    }
}
