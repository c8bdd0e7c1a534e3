using Earmark.Audio;
using Earmark.Cli.Contracts;
using Earmark.Cli.Doctor;
using Earmark.Cli.Output;
using Earmark.Cli.Verbs;

namespace Earmark.Tests.Cli;

public sealed class ChecksTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("earmark-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_missing_ffmpeg_is_missing_and_has_a_remedy()
    {
        var check = Checks.CheckFfmpeg(null);

        Assert.Equal(Checks.Missing, check.Status);
        Assert.Contains("ffmpeg", check.Remedy, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_ffmpeg_that_does_not_run_is_missing() =>
        Assert.Equal(Checks.Missing, Checks.CheckFfmpeg(new Ffmpeg(Path.Combine(_folder.FullName, "no"))).Status);

    [Fact]
    public void Fonts_are_looked_for_in_inner_folders()
    {
        Assert.Equal(Checks.Warning, Checks.CheckFonts([_folder.FullName, "/no such folder"]).Status);

        var inner = _folder.CreateSubdirectory("truetype");
        File.WriteAllText(Path.Combine(inner.FullName, "Sans.TTF"), "");
        Assert.Equal(Checks.Ok, Checks.CheckFonts([_folder.FullName]).Status);
    }

    [Fact]
    public void A_folder_that_is_no_library_is_said() =>
        Assert.Equal(Checks.Broken, Checks.CheckLibrary(_folder.FullName).Status);

    [Theory]
    [InlineData(Checks.Ok, 0)]
    [InlineData(Checks.Warning, 0)]
    [InlineData(Checks.Missing, 2)]
    [InlineData(Checks.Broken, 2)]
    public void Only_what_is_needed_and_missing_makes_exit_code_2(string status, int exitCode)
    {
        var terminal = new Terminal(new StringWriter(), TextWriter.Null, IsInteractive: false);
        CheckLine[] checks = [new("a", Checks.Ok, "fine", null), new("b", status, "seen", null)];

        Assert.Equal(exitCode, DoctorVerb.Run(checks, OutputFormat.Human, terminal));
    }
}
