using Earmark.Cli;
using Earmark.Cli.Output;

namespace Earmark.Tests.House;

public sealed class DocumentTests
{
    private static readonly Terminal Nowhere = new(TextWriter.Null, TextWriter.Null, IsInteractive: false);

    [Fact]
    public void Every_link_to_a_file_leads_somewhere()
    {
        var dead =
            from path in Repository.Files(".md")
            from target in Documents.DeadLinks(path, Repository.Read(path), Exists)
            select $"{path}: {target}";

        Assert.True(!dead.Any(), string.Join('\n', dead));
    }

    [Fact]
    public void Every_command_in_the_documents_is_one_the_tool_has()
    {
        var tool = CommandLine.Create(Nowhere);
        var unknown =
            from path in Repository.Files(".md")
            where !path.StartsWith("docs/decisions/", StringComparison.Ordinal)
            from command in Documents.UnknownCommands(Repository.Read(path), tool)
            select $"{path}: {command}";

        Assert.True(!unknown.Any(), string.Join('\n', unknown));
    }

    [Fact]
    public void There_is_a_glossary_as_soon_as_there_is_a_readme() =>
        Assert.Equal(Exists("README.md"), Exists("docs/glossary.md"));

    [Theory]
    [InlineData("see [a](missing.md)", "missing.md")]
    [InlineData("see [a](missing.md#part \"title\")", "missing.md")]
    public void A_dead_link_is_noticed(string text, string target) =>
        Assert.Equal([target], Documents.DeadLinks("docs/x.md", text, path => path == "docs/there.md"));

    [Theory]
    [InlineData("[a](there.md) [b](there.md#part) [c](#part) [d](https://example.org/x)")]
    public void A_live_link_is_no_fault(string text) =>
        Assert.Empty(Documents.DeadLinks("docs/x.md", text, path => path == Path.Combine("docs", "there.md")));

    [Theory]
    [InlineData("run `earmark frob`")]
    [InlineData("```\n$ ./earmark store music --frob 3\n```")]
    [InlineData("    earmark list --start 3\n")]
    public void A_command_that_does_not_exist_is_noticed(string text) =>
        Assert.Single(Documents.UnknownCommands(text, CommandLine.Create(Nowhere)));

    [Theory]
    [InlineData("run `earmark store FOLDER --profile lean --library x` or `./earmark --help`")]
    [InlineData("```\nearmark query -v --start 3 clip.wav\n```\nThe earmark frobs. `earmark`")]
    public void A_command_that_exists_is_no_fault(string text) =>
        Assert.Empty(Documents.UnknownCommands(text, CommandLine.Create(Nowhere)));

    private static bool Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path));
}
