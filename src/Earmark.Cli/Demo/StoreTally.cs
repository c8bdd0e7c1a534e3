using Earmark.Cli.Output;

namespace Earmark.Cli.Demo;

/// <summary>Counts the files of a small store.</summary>
internal sealed class StoreTally
{
    private int _storedCount;
    private int _failedCount;

    /// <summary>Takes a result into account and returns how many files are stored.</summary>
    public int Add(StoreResult result)
    {
        if (result.Status == StoreStatus.Failed)
        {
            _failedCount++;
        }
        else
        {
            _storedCount++;
        }

        return _storedCount;
    }

    /// <summary>", 2 files failed" or nothing.</summary>
    public string Remark() => _failedCount > 0 ? $", {Text.Count(_failedCount, "file")} could not be read" : "";
}
