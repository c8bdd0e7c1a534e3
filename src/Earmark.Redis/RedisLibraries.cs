using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>Libraries in a Redis cluster, or in one Redis server: docs/cluster.md.</summary>
public static class RedisLibraries
{
    /// <summary>
    /// Has <see cref="Library.Open"/> and all else that takes the folder of a library take redis:// and rediss://
    /// addresses too, in this process. To be called once, or more often.
    /// </summary>
    public static void Enable() => LibraryHomes.Add(RedisHome.Instance);

    /// <summary>Whether an address means a library in a cluster, and so no folder.</summary>
    public static bool IsAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ClusterAddress.IsOne(address);
    }

    /// <summary>Looks at a cluster: can it be reached, does it keep what is stored, what should change?</summary>
    public static IReadOnlyList<ClusterCheck> Examine(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ClusterExamination.Run(address);
    }
}
