using System.Diagnostics;
using System.Globalization;

namespace Earmark.Tests.Cluster;

/// <summary>A redis-server process on loopback.</summary>
internal sealed class RedisNode : IDisposable
{
    private readonly string _folder;
    private readonly string[] _arguments;
    private Process _process;

    /// <param name="folder">Its own; made where it is missing.</param>
    public RedisNode(int port, string folder, params string[] arguments)
    {
        Port = port;
        _folder = folder;
        _arguments = arguments;
        _process = Start();
    }

    /// <summary>Whether there is a redis-server.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Ends it as kill -9 does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Starts it again in the same folder.</summary>
    public void Restart()
    {
        _process.Dispose();
        _process = Start();
    }

    /// <summary>Stops it in its tracks.</summary>
    public void Freeze() => Signal("-STOP");

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signal("-CONT");

    /// <summary>What redis-cli prints for a command.</summary>
    public string Ask(params string[] command) =>
        Run("redis-cli", ["-p", Port.ToString(CultureInfo.InvariantCulture), .. command]);

    /// <summary>Runs a program to its end and returns what it prints.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private Process Start()
    {
        Directory.CreateDirectory(_folder);
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder,
            "--save", "", "--logfile", Path.Combine(_folder, "log"), "--repl-diskless-sync-delay", "0",
            .. _arguments,
        ];
        return Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
    }

    private void Signal(string name) => Run("kill", name, _process.Id.ToString(CultureInfo.InvariantCulture));
}
