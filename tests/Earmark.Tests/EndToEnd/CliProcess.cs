using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Earmark.Cli.Contracts;

namespace Earmark.Tests.EndToEnd;

/// <summary>`earmark store` as its users run it: a process of its own, one line of JSON for each file.</summary>
internal sealed partial class CliProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _notes;
    private readonly List<StoreLine> _lines = [];

    private CliProcess(Process process)
    {
        _process = process;
        _notes = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Tracks reported stored, as far as they were waited for.</summary>
    public IReadOnlyList<StoreLine> Stored => _lines.FindAll(line => line.Status == "stored");

    /// <summary>The lines it wrote to standard error; for a process that has ended.</summary>
    public string[] Notes => _notes.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Starts to store files in their order.</summary>
    public static CliProcess Store(string library, params string[] paths)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "Earmark.Cli.dll");
        string[] arguments = [tool, "store", "-l", library, "-f", "json", "-j", "1", .. paths];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Waits until that many files were reported, or it has ended.</summary>
    public void WaitForLines(int count)
    {
        while (_lines.Count < count && _process.StandardOutput.ReadLine() is { } line)
        {
            _lines.Add(JsonSerializer.Deserialize(line, CliJson.Lines.StoreLine)!);
        }
    }

    /// <summary>Waits until it has made a folder, or has ended.</summary>
    public void WaitForFolder(string path)
    {
        while (!Directory.Exists(path) && !_process.HasExited)
        {
            Thread.Sleep(1);
        }
    }

    /// <summary>Ends it at once: it gets no say in it.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal that it may answer.</summary>
    public void Send(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    /// <summary>Takes what it still reports, waits for its end and returns its exit code.</summary>
    public int WaitForEnd()
    {
        WaitForLines(int.MaxValue);
        Assert.True(_process.WaitForExit(Patience), "The tool did not end.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
