using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Tests.Cli;

public sealed class TextTests
{
    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.99, "0:59")]
    [InlineData(59.999, "1:00")]
    [InlineData(187, "3:07")]
    [InlineData(3600, "1:00:00")]
    [InlineData(90061, "25:01:01")]
    [InlineData(-0.4, "0:00")]
    [InlineData(-61, "−1:01")]
    public void A_position_reads_as_on_a_player(double seconds, string text) =>
        Assert.Equal(text, Text.Clock(seconds));

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(750, "12.5 min")]
    [InlineData(69480, "19.3 h")]
    public void An_amount_of_audio_has_the_unit_that_fits(double seconds, string text) =>
        Assert.Equal(text, Text.Amount(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(94_200, "94.2 kB")]
    [InlineData(18_500_000, "18.5 MB")]
    [InlineData(23_300_000_000, "23.3 GB")]
    public void Storage_has_the_unit_that_fits(long bytes, string text) => Assert.Equal(text, Text.Bytes(bytes));

    [Theory]
    [InlineData("  at 0:30", "  at 0:30")]
    [InlineData("one\r\n\ttwo\n", "one two")]
    [InlineData("one\u2028two\u0085three", "one two three")]
    [InlineData("\u001b[31mred\a\0\u009b", "?[31mred???")]
    public void A_line_stays_one_line_and_commands_no_terminal(string text, string line) =>
        Assert.Equal(line, Text.OneLine(text));

    [Theory]
    [InlineData(1, "1 file")]
    [InlineData(1204, "1,204 files")]
    public void A_count_agrees_with_its_noun(long count, string text) => Assert.Equal(text, Text.Count(count, "file"));

    [Theory]
    [InlineData(1, "certain (> 99.9 %)")]
    [InlineData(0.985, "very likely (98.5 %)")]
    [InlineData(0.9, "likely (90 %)")]
    [InlineData(0.5, "perhaps (50 %)")]
    public void Confidence_is_a_word_and_a_percentage(double confidence, string text) =>
        Assert.Equal(text, Text.Confidence(confidence));

    [Theory]
    [InlineData("Song", "Band", "Song — Band")]
    [InlineData("Song", null, "Song")]
    [InlineData(null, "Band", "01")]
    [InlineData("", "", "01")]
    public void A_track_goes_by_its_tags_or_else_its_ref_id(string? title, string? artist, string name) =>
        Assert.Equal(name, Text.Name(new Track { Id = 1, RefId = "01", Title = title, Artist = artist }));
}
