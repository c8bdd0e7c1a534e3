namespace Earmark.Tests.House;

public sealed class TidyTests
{
    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".props", ".slnx", ".md", ".sh", ".ps1", ".js", ".css", ".html", "/run", "earmark", "test"];

    [Fact]
    public void Every_file_has_plain_line_ends_and_short_lines() => AssertNone(
        Repository.Files(TextFiles).SelectMany(path => Tidy.TextFaults(path, Repository.Read(path))));

    [Fact]
    public void Every_source_is_short_holds_one_type_and_uses_nothing_banned() => AssertNone(
        Repository.Files(".cs").SelectMany(path => Tidy.SourceFaults(path, Repository.Read(path))));

    [Fact]
    public void The_sources_are_found() =>
        Assert.Contains("src/Earmark/FingerprintProfile.cs", Repository.Files(".cs"));

    [Theory]
    [InlineData("a\r\n", "A.md: CR")]
    [InlineData("a", "exactly one LF")]
    [InlineData("a\n\n", "exactly one LF")]
    [InlineData("a\n\tb\n", "A.md:2: tab")]
    [InlineData("a \n", "A.md:1: space")]
    public void An_untidy_text_is_noticed(string text, string fault) =>
        Assert.Contains(Tidy.TextFaults("A.md", text), found => found.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void A_long_line_is_noticed_in_code_but_not_in_prose()
    {
        var text = new string('x', 121) + "\n";

        Assert.Single(Tidy.TextFaults("A.cs", text));
        Assert.Empty(Tidy.TextFaults("A.md", text));
    }

    [Theory]
    [InlineData("class A\n{\n}\n\ninternal sealed record B;\n", "2 types (A, B)")]
    [InlineData("public readonly record struct B(int C);\n", "holds B")]
    [InlineData("public enum AHelper\n", "named Helper")]
    [InlineData("class A { long now = DateTime" + ".Now.Ticks; }\n", "TimeProvider")]
    [InlineData("// TO" + "DO\n", "open an issue")]
    public void An_untidy_source_is_noticed(string text, string fault) =>
        Assert.Contains(Tidy.SourceFaults("A.cs", text), found => found.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void A_source_of_more_than_300_lines_is_noticed()
    {
        var lines = string.Concat(Enumerable.Repeat("//\n", 301));

        Assert.Equal(["A.cs: 301 lines, at most 300"], Tidy.SourceFaults("A.cs", lines));
    }

    [Fact]
    public void A_part_of_a_type_and_nested_types_are_no_fault() =>
        Assert.Empty(Tidy.SourceFaults("A.Vector.cs", "partial class A\n{\n    private sealed record B;\n}\n"));

    private static void AssertNone(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults);
        Assert.True(all.Length == 0, all);
    }
}
