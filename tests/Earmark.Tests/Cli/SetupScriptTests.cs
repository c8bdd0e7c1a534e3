using System.Diagnostics;
using Earmark.Tests.House;

namespace Earmark.Tests.Cli;

/// <summary>Not for Windows, which has setup.ps1 and a mutex of the system.</summary>
public sealed class SetupScriptTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("earmark-tests-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("$$")]
    [InlineData("$$:1")]
    [InlineData("1")]
    [InlineData("1:1")]
    [InlineData("999999999:1")]
    public async Task A_lock_whose_process_id_is_now_anothers_is_dropped(string holder)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("built\n", await Run($"ln -s \"{holder}\" \"$lock\"; need_build"));
        }
    }

    [Fact]
    public async Task A_build_that_goes_on_is_waited_for_and_named()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The holder ends as soon as the message is out: no build before.
        var output = await Run("""
            sleep 600 & other=$!
            ln -s "$(identify $other)" "$lock"
            say() { printf '%s\n' "$*"; kill $other; wait $other 2>/dev/null || :; }
            need_build
            echo "$other"
            """);

        var lines = output.Split('\n');
        Assert.Equal($"waiting for the build that process {lines[2]} is doing…", lines[0]);
        Assert.Equal("built", lines[1]);
    }

    [Fact]
    public async Task A_native_binary_is_taken_until_a_source_is_newer()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var output = await Run("""
            folder=artifacts/earmark-$(runtime_id)
            cd "$EARMARK_ROOT"
            mkdir -p "$folder" src/Earmark/Audio
            touch Directory.Build.props Directory.Packages.props src/Directory.Build.props src/Earmark/Audio/Mixer.cs
            : >"$folder/earmark" >"$folder.stamp"
            echo "not executable: $(published)"
            chmod +x "$folder/earmark"
            [ "$(published)" = "$EARMARK_ROOT/$folder/earmark" ] && echo "taken"
            touch -t 203801010000 src/Earmark/Audio/Mixer.cs
            echo "older: $(published)"
            """);

        Assert.Equal("not executable: \ntaken\nolder: \n", output);
    }

    /// <summary>Standard output of a script that has read setup.sh and builds by saying so.</summary>
    private async Task<string> Run(string script)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true };
        start.Environment["EARMARK_ROOT"] = _root.FullName;
        start.ArgumentList.Add("-euc");
        start.ArgumentList.Add($$"""
            . "{{Path.Combine(Repository.Root, "scripts", "setup.sh")}}"
            build() { echo built; }
            lock=$EARMARK_ROOT/src/Earmark.Cli/obj/earmark.lock
            mkdir -p "${lock%/*}"
            {{script}}
            """);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            return await process.StandardOutput.ReadToEndAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
