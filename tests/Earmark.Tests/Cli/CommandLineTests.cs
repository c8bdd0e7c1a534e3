using Earmark.Cli;
using Earmark.Cli.Degrading;
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
    [InlineData("store", "--libary", "other", "music")]
    [InlineData("query", "a.wav", "--verbos")]
    [InlineData("delete", "--force", "a")]
    [InlineData("query")]
    [InlineData("list", "--format", "xml")]
    [InlineData("query", "a.wav", "--start", "soon")]
    [InlineData("query", "a.wav", "--duration", "-1")]
    [InlineData("query", "a.wav", "--duration", "0")]
    [InlineData("query", "a.wav", "--duration", "1e-9")]
    [InlineData("query", "a.wav", "--duration", "1e300")]
    [InlineData("query", "a.wav", "--start", "-1")]
    [InlineData("query", "a.wav", "--start", "NaN")]
    [InlineData("query", "a.wav", "--start", "1e300")]
    [InlineData("query", "a.wav", "--threads", "0")]
    [InlineData("query", "a.wav", "--threads", "536870912")]
    [InlineData("query", "")]
    [InlineData("query", "a\0b.wav")]
    [InlineData("query", "--files-from", "")]
    [InlineData("query", "a.wav", "--library", "")]
    [InlineData("store", "")]
    [InlineData("store", "x", "--library", " ")]
    [InlineData("list", "--library", "a\0b")]
    [InlineData("delete", "x", "--library", "")]
    [InlineData("demo", "")]
    [InlineData("export")]
    [InlineData("export", "")]
    [InlineData("import")]
    [InlineData("import", "a.earmark", "--on-conflict", "ask")]
    [InlineData("merge")]
    [InlineData("merge", "a", "--library", "")]
    [InlineData("listen", "--seconds", "0")]
    [InlineData("listen", "--seconds", "121")]
    [InlineData("listen", "--seconds", "soon")]
    [InlineData("listen", "x")]
    [InlineData("query", "a.wav", "--pcm", "mp3")]
    [InlineData("query", "a.wav", "--threshold", "sure")]
    [InlineData("query", "a.wav", "--threshold", "0")]
    [InlineData("query", "a.wav", "--threshold", "NaN")]
    [InlineData("eval", "x", "--threshold", "1001")]
    [InlineData("query", "--files-from", "/no such list")]
    [InlineData("store", "x", "--profile", "fat")]
    [InlineData("store", "x", "--log-limit", "999")]
    [InlineData("store", "x", "--log-limit", "many")]
    [InlineData("verify", "--lost", "")]
    [InlineData("verify", "x")]
    [InlineData("eval", "/no such folder")]
    [InlineData("eval", "")]
    [InlineData("eval", "x", "--clips", "1.5")]
    [InlineData("eval", "x", "--unknown", "1")]
    [InlineData("eval", "x", "--lengths", "0.5")]
    [InlineData("eval", "x", "--lengths", "")]
    [InlineData("eval", "x", "--conditions", ",")]
    [InlineData("eval", "x", "--conditions", "babble:loud")]
    [InlineData("eval", "x", "--noise", "/no such folder")]
    [InlineData("eval", "x", "--html", "/no such folder/page.html")]
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
    [InlineData("verify")]
    [InlineData("compact")]
    [InlineData("clear", "--yes")]
    [InlineData("query", "x.wav")]
    [InlineData("export", "x.earmark")]
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
    public async Task A_list_with_a_nul_in_it_is_refused_and_its_empty_lines_are_skipped()
    {
        File.WriteAllText(At("list"), "\n  \na.wav\0b.wav\n");

        Assert.Equal(2, await Run("query", "--files-from", At("list")));
        Assert.Contains("NUL", _notes.ToString(), StringComparison.Ordinal);

        File.WriteAllText(At("list"), "\n  \n");
        Assert.Equal(2, await Run("query", "--files-from", At("list")));
        Assert.Contains("nothing to name", _notes.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_name_with_control_characters_is_on_one_line_and_escaped_in_json()
    {
        const string Name = "a\nb\u001b[2J";
        if (OperatingSystem.IsWindows())
        {
            return; // Where no file can be called so.
        }

        WavWriter.Write(At($"{Name}.wav"), Composer.Compose(3).Sound.Cut(10, 8));
        string[] library = ["--library", At("library")];

        Assert.Equal(0, await Run(["store", At($"{Name}.wav"), .. library]));
        Assert.Equal(0, await Run(["list", .. library]));
        Assert.Equal("    0:08  a b?[2J\n", _results.ToString());
        Assert.Equal(0, await Run(["list", "--format", "json", .. library]));
        Assert.StartsWith("""{"ref_id":"a\nb\u001B[2J",""", _results.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run(["delete", Name, .. library]));
        Assert.Equal("Deleted a b?[2J.\n", _results.ToString());
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
