using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Earmark.Bench.Measuring;

namespace Earmark.Bench.Serving;

/// <summary>`earmark serve` as its users run it: a process of its own, watched from outside.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private const string Greeting = "Listening at ";

    /// <summary>What /proc counts processor time in; the same on all of Linux.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    private const int Interrupt = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _notes = [];

    private ServerProcess(Process process, Uri url)
    {
        (_process, Url) = (process, url);
        _process.ErrorDataReceived += (_, line) => _notes.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it can be reached.</summary>
    public Uri Url { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has said to whoever runs it.</summary>
    public IEnumerable<string> Notes => _notes;

    /// <summary>Starts it over a library, at a free port, without a limit of requests a minute.</summary>
    /// <param name="temporary">Where it is to keep temporary files; null for where all do.</param>
    /// <param name="program">A native `earmark`; null for the one that was built with this tool.</param>
    public static ServerProcess Start(
        string library, string? temporary = null, string? program = null, params string[] more)
    {
        string[] built = program is null ? [Path.Combine(AppContext.BaseDirectory, "Earmark.Cli.dll")] : [];
        var start = new ProcessStartInfo(
            program ?? "dotnet", [.. built, "serve", "-l", library, "--port", "0", "--rate", "0", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (temporary is not null)
        {
            start.Environment["TMPDIR"] = temporary;
        }

        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine();
        if (line?.StartsWith(Greeting, StringComparison.Ordinal) != true)
        {
            process.Kill();
            throw new InvalidOperationException($"The server did not start: it said {line ?? "nothing"}.");
        }

        return new ServerProcess(process, new Uri(line[Greeting.Length..].Split(' ')[0]));
    }

    /// <summary>Processor time so far, with that of the programs that it has started and that have ended.</summary>
    public TimeSpan CpuTime()
    {
        // What follows the name in brackets; user and system are fields 14 and 15 of all, its children's 16 and 17.
        var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1].Split(' ');
        return TimeSpan.FromSeconds(
            fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    /// <summary>Memory of its own, without files that it maps, in bytes.</summary>
    public long Memory() => LinuxCalls.Resident(_process.Id).Own;

    /// <summary>Files, pipes and sockets that it has open, without the parts of programs that it has loaded.</summary>
    public IEnumerable<string> OpenFiles() => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd")
        .Select(link => File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name)
        .OfType<string>()
        .Where(name => !name.EndsWith(".dll", StringComparison.Ordinal));

    /// <summary>Programs that it has started and that still run.</summary>
    public IEnumerable<string> Programs() =>
        Directory.GetDirectories($"/proc/{_process.Id}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' '))
            .Where(child => child.Length > 0)
            .Select(child => $"program {child}");

    public void Dispose()
    {
        if (SendSignal(_process.Id, Interrupt) != 0 || !_process.WaitForExit(Patience))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
