using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>Libraries that lie in a Redis cluster.</summary>
internal sealed class RedisHome : ILibraryHome
{
    /// <summary>The one that is added.</summary>
    public static readonly RedisHome Instance = new();

    /// <inheritdoc/>
    public bool Holds(string address) => ClusterAddress.IsOne(address);

    /// <inheritdoc/>
    public string NameOf(string address) => ClusterAddress.Parse(address).Display;

    /// <inheritdoc/>
    public string? ReadProfileId(string address) =>
        With(address, store => store.TryRefresh(isUrgent: true)?.Manifest.ProfileId);

    /// <inheritdoc/>
    public TrackIndex Open(string address, Fingerprinter fingerprinter, IndexAccess access, IndexOptions options)
    {
        var parsed = ClusterAddress.Parse(address);
        var store = SharedStores.Rent(parsed);
        try
        {
            if (store.TryRefresh(isUrgent: true) is null && access == IndexAccess.Create)
            {
                new ClusterCommits(store).Create(fingerprinter.ProfileId);
            }

            DemandProfile(store, fingerprinter.ProfileId);
            var backend = new ClusterBackend(store, fingerprinter.ProfileId);
            var writing = access == IndexAccess.Read ? null : Write(parsed, fingerprinter, options);
            return new TrackIndex(store.Name, backend, writing, fingerprinter);
        }
        catch
        {
            SharedStores.Return(store);
            throw;
        }
    }

    /// <inheritdoc/>
    public Inspection Inspect(
        string address,
        Func<string, Fingerprinter> fingerprinterOf,
        InspectionOptions options,
        IProgress<InspectionProgress>? progress,
        CancellationToken ct) => With(address, store =>
    {
        if (options.Mend)
        {
            throw new LibraryException(
                $"The library {store.Name} cannot be mended in place: export it, which takes what is whole, and " +
                "import that under another name; or delete the tracks that `earmark verify` lists and store them " +
                "again.");
        }

        var state = store.Refresh(isUrgent: true);
        var fingerprinter = fingerprinterOf(state.Manifest.ProfileId);
        return new ClusterInspector(store, state, fingerprinter, progress, ct).Run();
    });

    private static T With<T>(string address, Func<ClusterStore, T> use)
    {
        var store = SharedStores.Rent(ClusterAddress.Parse(address));
        try
        {
            return use(store);
        }
        finally
        {
            SharedStores.Return(store);
        }
    }

    private static WriteSession Write(ClusterAddress address, Fingerprinter fingerprinter, IndexOptions options)
    {
        var store = SharedStores.Rent(address);
        var writer = new ClusterWriter(store, fingerprinter, options, TimeProvider.System);
        return new WriteSession(writer, [new Rented(store)], options.CloseWait);
    }

    private static void DemandProfile(ClusterStore store, string expectedId)
    {
        var profileId = store.Refresh().Manifest.ProfileId;
        if (profileId != expectedId)
        {
            throw new LibraryException(
                $"The library {store.Name} was made with profile {profileId}, not {expectedId}: " +
                "open it with its own profile, or store the music again in a new library.");
        }
    }

    private sealed class Rented(ClusterStore store) : IDisposable
    {
        public void Dispose() => SharedStores.Return(store);
    }
}
