using System.Globalization;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>Counts what a store has done and says how fast it goes. For one thread.</summary>
internal sealed class StoreMeter(TimeProvider clock) : IProgress<StoreProgress>
{
    private readonly long _start = clock.GetTimestamp();
    private readonly List<StoreResult> _failures = [];
    private int _total;
    private TimeSpan _audioRead;

    /// <summary>Files that are now in the library and were not, or not as they are.</summary>
    public int StoredCount { get; private set; }

    /// <summary>Files that had not changed.</summary>
    public int SkippedCount { get; private set; }

    /// <summary>Files that could not be read, in order.</summary>
    public IReadOnlyList<StoreResult> Failures => _failures;

    /// <summary>Files done, of <see cref="Total"/>.</summary>
    public int Done => StoredCount + SkippedCount + _failures.Count;

    /// <summary>Files found; 0 until that is known.</summary>
    public int Total => Math.Max(_total, Done);

    /// <summary>Called after each change.</summary>
    public Action Changed { get; set; } = () => { };

    /// <inheritdoc/>
    public void Report(StoreProgress value)
    {
        _total = value.FilesTotal;
        Changed();
    }

    /// <summary>Takes one result into account.</summary>
    public void Add(StoreResult result)
    {
        switch (result.Status)
        {
            case StoreStatus.Failed:
                _failures.Add(result);
                break;
            case StoreStatus.Skipped:
                SkippedCount++;
                break;
            default:
                StoredCount++;
                _audioRead += result.Duration;
                break;
        }

        Changed();
    }

    /// <summary>"120 of 289 files, 8.2 h, 812 × real time, 0:21 left"; the files alone until one is read.</summary>
    public string Progress()
    {
        // Unchanged files take no time: a second run would promise to be done at once.
        var readCount = Done - SkippedCount;
        var files = string.Create(CultureInfo.InvariantCulture, $"{Done:N0} of {Text.Count(Total, "file")}");
        return readCount > 0 ? $"{files}, {Audio()}{Left(readCount)}" : files;
    }

    /// <summary>"Stored 289 files (19.3 h, 812 × real time) in 1:25; 3 unchanged, 2 failed."</summary>
    public string Summary()
    {
        var audio = StoredCount > 0 ? $" ({Audio()})" : "";
        var skipped = SkippedCount > 0 ? $"; {SkippedCount} unchanged" : "";
        var failed = _failures.Count > 0 ? $"{(skipped.Length > 0 ? "," : ";")} {_failures.Count} failed" : "";
        return $"Stored {Text.Count(StoredCount, "file")}{audio} in {Text.Elapsed(Elapsed)}{skipped}{failed}.";
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(_start);

    private string Left(int readCount) => $", {Text.Clock(Elapsed * ((double)(Total - Done) / readCount))} left";

    private string Audio()
    {
        var rate = _audioRead.TotalSeconds / Math.Max(Elapsed.TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture, $"{Text.Amount(_audioRead)}, {rate:N0} × real time");
    }
}
