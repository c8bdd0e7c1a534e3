using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Earmark.Cli.Contracts;

namespace Earmark.Tests.EndToEnd;

/// <summary>The tool as its users run it: a process of its own, one line of JSON for each result.</summary>
internal sealed partial class CliProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _notes;
    private readonly List<string> _lines = [];

    private CliProcess(Process process)
    {
        _process = process;
        _notes = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What a store reported of each file, as far as it was waited for.</summary>
    public IReadOnlyList<StoreLine> Files => Parsed(CliJson.Lines.StoreLine);

    /// <summary>Tracks reported stored, as far as they were waited for.</summary>
    public IReadOnlyList<StoreLine> Stored => [.. Files.Where(line => line.Status == "stored")];

    /// <summary>What a deletion reported of each track, as far as it was waited for.</summary>
    public IReadOnlyList<DeleteLine> Deleted => Parsed(CliJson.Lines.DeleteLine);

    /// <summary>What an import reported of each track, as far as it was waited for.</summary>
    public IReadOnlyList<ImportLine> Imported => Parsed(CliJson.Lines.ImportLine);

    /// <summary>What a query answered to each clip, as far as it was waited for.</summary>
    public IReadOnlyList<QueryLine> Answers => Parsed(CliJson.Lines.QueryLine);

    /// <summary>The devices that it listed, as far as they were waited for.</summary>
    public IReadOnlyList<DeviceLine> Devices => Parsed(CliJson.Lines.DeviceLine);

    /// <summary>What happened on monitored sources, as far as it was waited for.</summary>
    public IReadOnlyList<MonitorLine> Events => Parsed(CliJson.Lines.MonitorLine);

    /// <summary>The lines it wrote to standard output, as far as they were waited for.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>The lines it wrote to standard error; for a process that has ended.</summary>
    public string[] Notes => _notes.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Starts to store files in their order.</summary>
    public static CliProcess Store(string library, params string[] paths) =>
        Start("store", library, ["-j", "1", .. paths]);

    /// <summary>Starts a verb.</summary>
    public static CliProcess Start(string verb, string library, params string[] arguments) =>
        Start(verb, library, [], arguments);

    /// <summary>Starts a verb.</summary>
    /// <param name="variables">What the environment has besides.</param>
    public static CliProcess Start(
        string verb, string library, Dictionary<string, string> variables, params string[] arguments)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "Earmark.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [tool, verb, "-l", library, "-f", "json", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Waits until that many files were reported, or it has ended.</summary>
    public void WaitForLines(int count)
    {
        while (_lines.Count < count && ReadLine() is { } line)
        {
            _lines.Add(line);
        }
    }

    /// <summary>Waits until there is a file or folder of that name, or it has ended.</summary>
    public void WaitFor(string path)
    {
        while (!Path.Exists(path) && !_process.HasExited)
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

    private string? ReadLine()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Silence), "The tool says nothing, and does not end.");
        return line.Result;
    }

    private IReadOnlyList<T> Parsed<T>(JsonTypeInfo<T> type) =>
        [.. _lines.Select(line => JsonSerializer.Deserialize(line, type)!)];

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
