using Earmark.Redis;

namespace Earmark.Tests.Cluster;

/// <summary>Takes values of a library away, as eviction or a lost node does.</summary>
internal static class Damage
{
    /// <summary>Removes the first value of a kind.</summary>
    public static void UnlinkOne(string library, char kind)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(library));
        try
        {
            var first = store.Refresh(isUrgent: true).Manifest.Segments
                .SelectMany(row => row.Extent.Keys())
                .First(key => ((byte[])key!)[1] == (byte)kind && store.Connection.Get(key) is not null);
            store.Connection.Unlink([first]);
        }
        finally
        {
            SharedStores.Return(store);
        }
    }
}
