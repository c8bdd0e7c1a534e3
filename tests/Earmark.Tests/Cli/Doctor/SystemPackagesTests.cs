using Earmark.Cli.Doctor;

namespace Earmark.Tests.Cli.Doctor;

public sealed class SystemPackagesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("earmark-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("apt-get", true, "apt-get update && apt-get install -y ffmpeg")]
    [InlineData("apt-get", false, "sudo apt-get update && sudo apt-get install -y ffmpeg")]
    [InlineData("brew", false, "brew install ffmpeg")]
    [InlineData("winget.exe", false, "winget install --exact --id Gyan.FFmpeg")]
    [InlineData("none", true, "install FFmpeg 4 or newer from ffmpeg.org")]
    public void The_remedy_is_the_whole_command_of_this_system(string program, bool isRoot, string command)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, program), "");

        Assert.Equal(command, SystemPackages.InstallFfmpeg(_folder.FullName, isRoot));
    }
}
