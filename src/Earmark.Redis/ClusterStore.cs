using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>
/// One library in a cluster as this process knows it: connection, newest commit seen, and what was read.
/// </summary>
/// <remarks>All who open it here share one, so that what one stores the others see at once.</remarks>
internal sealed class ClusterStore
{
    /// <summary>How old the newest commit seen may be.</summary>
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, Lazy<NameTable>> _names = [];
    private ClusterState? _state;
    private LibraryException? _failure;
    private long _failed;
    private long _version;
    private long _asked;

    public ClusterStore(ClusterAddress address)
    {
        Address = address;
        Keys = new ClusterKeys(address.Name);
        Connection = new ClusterConnection(address);
        Cache = new ValueCache(Connection, address.CacheSize);
    }

    /// <summary>Where it is.</summary>
    public ClusterAddress Address { get; }

    /// <summary>What messages call it.</summary>
    public string Name => Address.Display;

    /// <summary>Names of its values.</summary>
    public ClusterKeys Keys { get; }

    /// <summary>The nodes.</summary>
    public ClusterConnection Connection { get; }

    /// <summary>Values that were read.</summary>
    public ValueCache Cache { get; }

    /// <summary>Differs after each commit that was seen.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>A random number that is not 0, for what must never be met twice.</summary>
    public static long NewToken() =>
        BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue | 1;

    /// <summary>The newest commit; null where there is no library.</summary>
    /// <param name="isUrgent">Whether one of a moment ago will not do.</param>
    public ClusterState? TryRefresh(bool isUrgent)
    {
        if (!isUrgent && Volatile.Read(ref _state) is { } recent && IsRecent())
        {
            return recent;
        }

        lock (_gate)
        {
            if (!isUrgent && _state is not null && IsRecent())
            {
                return _state;
            }

            if (_failure is { } failure && Stopwatch.GetElapsedTime(_failed) < FollowInterval)
            {
                // Who stood in line for the same answer need not wait as long again.
                throw new LibraryException(failure.Message, failure) { IsPassing = failure.IsPassing };
            }

            try
            {
                var state = ReadNewest();
                Set(state);
                _failure = null;
                return state;
            }
            catch (LibraryException e)
            {
                (_failure, _failed) = (e, Stopwatch.GetTimestamp());
                throw;
            }
        }
    }

    /// <summary>As <see cref="TryRefresh"/>, where there must be a library.</summary>
    /// <exception cref="LibraryException">There is none.</exception>
    public ClusterState Refresh(bool isUrgent = false) => TryRefresh(isUrgent) ?? throw Missing();

    /// <summary>What to throw where there is no library.</summary>
    public LibraryException Missing() => new(
        $"The library {Name} does not exist: store something there first, or give the address of a library.");

    /// <summary>Takes over a commit that was made here.</summary>
    public void Set(ClusterState? state)
    {
        lock (_gate)
        {
            if (_state?.Head != state?.Head)
            {
                Interlocked.Increment(ref _version);
            }

            Volatile.Write(ref _state, state);
            Interlocked.Exchange(ref _asked, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Reads a value that is stored in parts; null where one is missing.</summary>
    public byte[]? ReadParts(byte kind, long segmentId, int parts)
    {
        var read = Connection.GetMany(
            [.. Enumerable.Range(0, parts).Select(part => ClusterKeys.Of(kind, segmentId, part))]);
        foreach (var part in read)
        {
            NetworkMeter.Current?.Ask();
            NetworkMeter.Current?.Receive(part?.Length ?? 0);
        }

        NetworkMeter.Current?.Wait();
        return read.Any(part => part is null) ? null : [.. read.SelectMany(part => part!)];
    }

    /// <summary>The index of a segment's names, read once.</summary>
    /// <exception cref="LibraryException">It is missing or damaged.</exception>
    public NameTable NamesOf(ClusterRow row)
    {
        var table = _names.GetOrAdd(row.Id, _ => new Lazy<NameTable>(() => ReadNames(row)));
        try
        {
            return table.Value;
        }
        catch
        {
            _names.TryRemove(new(row.Id, table));
            throw;
        }
    }

    /// <summary>A page of a segment's tracks, dead ones included.</summary>
    /// <exception cref="LibraryException">It is missing or damaged.</exception>
    public Track[] PageOf(ClusterRow row, int page)
    {
        var name = ClusterSegment.NameOf(this, row.Id);
        var bytes = Cache.Read(new CacheKey(row.Id, ClusterKeys.Page, page), slack: 0);
        return bytes is null ? throw Lost(row, $"page {page} of tracks") : TrackPage.Unpack(bytes, name);
    }

    /// <summary>What to throw for a value of a segment that is not there.</summary>
    public LibraryException Lost(ClusterRow row, string what)
    {
        var isNamed = Refresh(isUrgent: true).Manifest.Segments.Any(other => other.Id == row.Id);
        var name = ClusterSegment.NameOf(this, row.Id);
        return new LibraryException(
            isNamed
                ? $"{name} lacks its {what}: the cluster has lost or evicted data, see `earmark doctor`; restore it " +
                    "from a backup, or delete the tracks that `earmark verify` names and store them again."
                : $"{name} was merged while it was read: try again.")
        {
            IsOutdated = !isNamed,
        };
    }

    private bool IsRecent() => Stopwatch.GetElapsedTime(Interlocked.Read(ref _asked)) < FollowInterval;

    private NameTable ReadNames(ClusterRow row)
    {
        var name = ClusterSegment.NameOf(this, row.Id);
        var bytes = ReadParts(ClusterKeys.Names, row.Id, row.Extent.NameParts) ?? throw Lost(row, "index of names");
        return NameTable.Unpack(bytes, name);
    }

    private ClusterState? ReadNewest()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (Connection.Get(Keys.Head) is not { } bytes)
            {
                return null;
            }

            var head = ClusterHead.Unpack(bytes, Name);
            if (_state?.Head == head)
            {
                return _state;
            }

            if (TryRead(head) is { } state)
            {
                Forget(state);
                return state;
            }

            // Somebody made a commit between two of our reads.
            if (clock.Elapsed > Address.Timeout)
            {
                throw new LibraryException(
                    $"The library {Name} has a head, a manifest and a log that do not belong together: " +
                    "restore the cluster from a backup.");
            }
        }
    }

    /// <summary>Reads what a head names; null where that has been replaced meanwhile.</summary>
    private ClusterState? TryRead(ClusterHead head)
    {
        var known = _state;
        var manifest = known?.Manifest;
        if (manifest?.Token != head.ManifestToken)
        {
            var bytes = Connection.Get(Keys.Manifest);
            manifest = bytes is null ? null : ClusterManifest.Unpack(bytes, Name);
            if (manifest?.Token != head.ManifestToken)
            {
                return null;
            }
        }

        // What is known goes on where it is of the same history; if not, all is read again.
        var entries = known is null ? [] : known.Entries.Where(entry => entry.Position >= head.LogBase).ToList();
        var isSequel = known is not null && known.Head.LogEnd <= head.LogEnd && known.Head.LogEnd >= head.LogBase;
        var news = isSequel ? ReadLog(head, known!.Head.LogEnd) : null;
        if (news is null || !Follows(news, known!.Head.LogToken, head))
        {
            entries = [];
            news = ReadLog(head, head.LogBase);
            if (news is null || !Follows(news, news.Count > 0 ? news[0].Previous : head.LogToken, head))
            {
                return null;
            }
        }

        return isSequel && manifest == known!.Manifest && entries.Count == known.Entries.Count
            ? news.Aggregate(known with { Head = head }, (state, entry) => state.With(entry))
            : ClusterState.Of(head, manifest!, entries.Concat(news));
    }

    /// <summary>Entries from a position to the head's end; null where the log is another by now.</summary>
    private List<LogEntry>? ReadLog(ClusterHead head, long from)
    {
        if (from == head.LogEnd)
        {
            return [];
        }

        var values = Connection.Range(Keys.Log, from - head.LogBase, head.LogEnd - head.LogBase - 1);
        var entries = values.Select(value => LogEntry.Unpack(value, Name)).ToList();
        var isRight = entries.Count == head.LogEnd - from
            && entries.Select((entry, index) => entry.Position == from + index).All(right => right);
        return isRight ? entries : null;
    }

    private static bool Follows(List<LogEntry> entries, long token, ClusterHead head)
    {
        foreach (var entry in entries)
        {
            if (entry.Previous != token)
            {
                return false;
            }

            token = entry.Token;
        }

        return token == head.LogToken;
    }

    /// <summary>Drops what is known of segments that no longer count.</summary>
    private void Forget(ClusterState state)
    {
        foreach (var id in _names.Keys.Except(state.Manifest.Segments.Select(row => row.Id)).ToList())
        {
            _names.TryRemove(id, out _);
        }
    }
}
