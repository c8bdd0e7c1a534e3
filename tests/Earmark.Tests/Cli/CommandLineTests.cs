using Earmark.Cli;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;

namespace Earmark.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("earmark tests ü-");
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _results.Dispose();
        _notes.Dispose();
    }

    [Theory]
    [InlineData("frob")]
    [InlineData("query")]
    [InlineData("list", "--format", "xml")]
    [InlineData("query", "a.wav", "--start", "soon")]
    [InlineData("query", "a.wav", "--duration", "-1")]
    [InlineData("query", "a.wav", "--threads", "0")]
    [InlineData("query", "a.wav", "--pcm", "mp3")]
    [InlineData("query", "--files-from", "/no such list")]
    [InlineData("store", "x", "--profile", "fat")]
    public async Task Arguments_that_make_no_sense_are_one_sentence_and_exit_code_2(params string[] args)
    {
        Assert.Equal(2, await Run(args));
        Assert.Empty(_results.ToString());
        Assert.StartsWith("earmark: ", _notes.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _notes.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("should not have happened", _notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_it_shows_its_verbs()
    {
        Assert.Equal(0, await Run());
        Assert.Contains("store <PATH>", _results.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("stats")]
    [InlineData("delete", "x")]
    [InlineData("query", "x.wav")]
    public async Task Asking_a_library_that_does_not_exist_does_not_make_one(params string[] args)
    {
        Assert.Equal(2, await Run([.. args, "--library", At("none")]));
        Assert.StartsWith("earmark: ", _notes.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("none")));
    }

    [Fact]
    public async Task A_track_is_stored_listed_named_and_deleted()
    {
        Directory.CreateDirectory(At("music"));
        WavWriter.Write(At("music/Fünf, \"6\".wav"), Composer.Compose(3).Sound.Cut(10, 20));
        File.WriteAllText(At("music/text.wav"), "not audio");
        WavWriter.Write(At("clip.wav"), Composer.Compose(3).Sound.Cut(16, 6));
        string[] library = ["--library", At("library"), "--format", "json"];

        Assert.Equal(0, await Run(["store", At("music"), .. library]));
        Assert.Contains("\"status\":\"stored\"", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"status\":\"failed\"", _results.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await Run(["list", .. library]));
        Assert.StartsWith("""{"ref_id":"Fünf, \"6\"",""", _results.ToString(), StringComparison.Ordinal);

        File.WriteAllLines(At("list"), [At("clip.wav"), "", At("missing.wav"), At("clip.wav")]);
        Assert.Equal(2, await Run(["query", "--files-from", At("list"), .. library]));
        var lines = _results.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"decision\":\"match\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"offset_s\":6", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"error\":", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"match\"", lines[2], StringComparison.Ordinal);

        Assert.Equal(0, await Run(["delete", "Fünf, \"6\"", .. library]));
        Assert.Equal(1, await Run(["delete", "Fünf, \"6\"", .. library]));
        Assert.Equal(0, await Run(["list", .. library]));
        Assert.Empty(_results.ToString());
    }

    [Fact]
    public async Task A_named_path_that_cannot_be_stored_is_exit_code_2()
    {
        Directory.CreateDirectory(At("empty"));

        Assert.Equal(2, await Run("store", At("nope.wav"), "--library", At("library")));
        Assert.Equal(2, await Run("store", At("empty"), "--library", At("library")));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private Task<int> Run(params string[] args)
    {
        _results.GetStringBuilder().Clear();
        _notes.GetStringBuilder().Clear();
        return CommandLine.RunAsync(args, new Terminal(_results, _notes, IsInteractive: false));
    }
}
