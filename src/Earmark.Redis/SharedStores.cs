namespace Earmark.Redis;

/// <summary>The stores of this process, one for each address, for as long as somebody uses them.</summary>
internal static class SharedStores
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);
    private static readonly Lock Gate = new();
    private static readonly Dictionary<ClusterAddress, (ClusterStore Store, int Users)> Stores =
        new(new ByDisplay());

    /// <summary>The store of an address, to be given back.</summary>
    /// <exception cref="LibraryException">The cluster cannot be reached.</exception>
    public static ClusterStore Rent(ClusterAddress address)
    {
        lock (Gate)
        {
            var (store, users) = Stores.TryGetValue(address, out var held) ? held : (new ClusterStore(address), 0);
            Stores[address] = (store, users + 1);
            return store;
        }
    }

    /// <summary>Gives a store back. The last one closes it, unless somebody rents it again soon.</summary>
    public static void Return(ClusterStore store)
    {
        lock (Gate)
        {
            var (_, users) = Stores[store.Address];
            Stores[store.Address] = (store, users - 1);
            if (users == 1)
            {
                _ = Task.Delay(Linger).ContinueWith(_ => CloseIfUnused(store), TaskScheduler.Default);
            }
        }
    }

    private static void CloseIfUnused(ClusterStore store)
    {
        lock (Gate)
        {
            if (!Stores.TryGetValue(store.Address, out var held) || held.Users > 0 || held.Store != store)
            {
                return;
            }

            Stores.Remove(store.Address);
        }

        store.Connection.Dispose();
    }

    /// <summary>Lists in records compare by reference.</summary>
    private sealed class ByDisplay : IEqualityComparer<ClusterAddress>
    {
        public bool Equals(ClusterAddress? x, ClusterAddress? y) => Text(x!) == Text(y!);

        public int GetHashCode(ClusterAddress obj) => Text(obj).GetHashCode(StringComparison.Ordinal);

        private static string Text(ClusterAddress address) =>
            $"{address.Display} {address.User} {address.Wait} {address.Timeout} {address.CacheSize}";
    }
}
