using System.Text.RegularExpressions;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.House;

public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Earmark/Library.cs")]
    public void The_library_sample_is_the_one_that_compiles(string document)
    {
        var source = Repository.Read("tests/Earmark.Tests/House/ReadmeSample.cs");
        var sample = Between(source, "// sample\n", "        // end").Trim().Split('\n').Select(line => line.Trim());
        var lines = Repository.Read(document).Split('\n').Select(line => line.Trim().TrimStart('/').Trim());

        Assert.Contains(string.Join('\n', sample), string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_prints_what_the_readme_shows_but_for_its_figures()
    {
        using var folder = new TestFolder();
        var output = new StringWriter();

        var terminal = new Terminal(output, TextWriter.Null, IsInteractive: false);

        Assert.True(await new Tour(terminal, folder.Path).RunAsync(folder: null, CancellationToken.None));
        var shown = Between(Repository.Read("README.md"), "<!-- demo output -->\n```\n", "```\n<!-- /demo output -->");
        Assert.Equal(WithoutFigures(shown), WithoutFigures(output.ToString()));
    }

    private static string Between(string text, string start, string end)
    {
        var first = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[first..text.IndexOf(end, first, StringComparison.Ordinal)];
    }

    /// <summary>Times and scores differ by machine; words do not.</summary>
    private static string WithoutFigures(string text) => Figure().Replace(text, "#").Trim();

    [GeneratedRegex(@"\d+([.,:]\d+)*(e[-+]\d+)?( m?s\b)?")]
    private static partial Regex Figure();
}
