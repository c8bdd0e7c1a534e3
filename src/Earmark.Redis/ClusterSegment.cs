using Earmark.Indexing;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>A segment whose blocks are values of a cluster, read when they are asked for.</summary>
/// <remarks>
/// A value that is here was checked when it came. One that its tables promise and the cluster does not have is a
/// fault, and said; unless the segment has ceased to count, when only the snapshot is out of date.
/// </remarks>
internal sealed class ClusterSegment : SegmentImage
{
    /// <summary>Blocks that are read at once where all are.</summary>
    private const int WindowBlocks = 2048;

    private readonly ClusterStore _store;
    private readonly ClusterRow _row;
    private readonly SegmentHeader _header;
    private readonly byte[] _tables;

    // Made once: blocks are read by the ten thousand.
    private readonly Action<byte[], int> _check;
    private readonly Lock _windowGate = new();
    private Task<RedisValue>[] _window = [];
    private Task<RedisValue>[] _nextWindow = [];
    private int _windowStart = -1;

    private ClusterSegment(ClusterStore store, ClusterRow row, SegmentHeader header, byte[] tables)
        : base(NameOf(store, row.Id), isStored: true, header, row.BlockBytes)
    {
        _store = store;
        _row = row;
        _header = header;
        _tables = tables;
        _check = Check;
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> TrackTable => SegmentTables.Tracks(_tables, _header);

    private ReadOnlySpan<byte> Sizes => SegmentTables.Sizes(_tables, _header);

    /// <summary>What messages call a segment.</summary>
    public static string NameOf(ClusterStore store, long segmentId) =>
        $"the segment {segmentId:x16} of {store.Name}";

    /// <summary>Opens a segment, with one reference.</summary>
    /// <exception cref="FileNotFoundException">It is not there, which a merge may have caused.</exception>
    /// <exception cref="LibraryException">It is damaged, or of a newer format or another profile.</exception>
    public static ClusterSegment Open(ClusterStore store, ClusterRow row, string profileId)
    {
        var name = NameOf(store, row.Id);
        var tables = store.ReadParts(ClusterKeys.Table, row.Id, row.Extent.TableParts)
            ?? throw new FileNotFoundException(null, name);
        if (Crc32C.Compute(tables) != row.TableChecksum
            || !SegmentHeader.IsIntact(tables.AsSpan(0, SegmentHeader.Size)))
        {
            throw Damaged(name, "tables");
        }

        var header = SegmentHeader.Read(tables.AsSpan(0, SegmentHeader.Size));
        return header.Version > SegmentHeader.FormatVersion
            ? throw new LibraryException(
                $"{name} has format {header.Version}, this program reads up to {SegmentHeader.FormatVersion}: " +
                "use a newer Earmark.")
            : header.ProfileId != profileId || header.PostingCount != row.PostingCount
                || SegmentTables.SizeOf(header) != tables.Length
            ? throw Damaged(name, "header")
            : new ClusterSegment(store, row, header, tables);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Block(int block)
    {
        if (BlockSize(block) == 0)
        {
            return [];
        }

        var key = new CacheKey(_row.Id, ClusterKeys.Block, block);
        return _store.Cache.Read(key, EliasFano.Slack, _check) ?? throw _store.Lost(_row, $"block {block}");
    }

    /// <inheritdoc/>
    public override long BlockSize(int block) => SegmentTables.ReadSize(Sizes, block);

    /// <summary>Asks for the blocks of neighboring keys that are not here.</summary>
    public override void Fetch(int firstKey, int lastKey)
    {
        for (var block = firstKey >> _header.GroupBits; block <= lastKey >> _header.GroupBits; block++)
        {
            if (BlockSize(block) > 0)
            {
                _store.Cache.Fetch(new CacheKey(_row.Id, ClusterKeys.Block, block));
            }
        }
    }

    /// <inheritdoc/>
    public override void FetchPeaks(int ordinal) =>
        _store.Cache.Fetch(new CacheKey(_row.Id, ClusterKeys.Constellation, ordinal));

    /// <inheritdoc/>
    public override void Prefetch(int key)
    {
        // What was fetched from afar has just been written to memory.
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Constellation(int ordinal) => TryConstellation(ordinal, out var constellation)
        ? constellation
        : throw _store.Lost(_row, $"constellation of track {ordinal}");

    /// <inheritdoc/>
    public override bool TryConstellation(int ordinal, out ReadOnlySpan<byte> constellation)
    {
        var bytes = _store.Cache.Read(new CacheKey(_row.Id, ClusterKeys.Constellation, ordinal), slack: 0);
        constellation = bytes;
        return bytes is not null;
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> BlockToCopy(int block)
    {
        if (BlockSize(block) == 0)
        {
            return [];
        }

        Task<RedisValue> begun;
        lock (_windowGate)
        {
            if (_windowStart < 0 || block < _windowStart || block >= _windowStart + WindowBlocks)
            {
                var isNext = _windowStart >= 0 && block - _windowStart is >= WindowBlocks and < 2 * WindowBlocks;
                _windowStart = isNext ? _windowStart + WindowBlocks : block;
                _window = isNext ? _nextWindow : Begin(_windowStart);
                _nextWindow = Begin(_windowStart + WindowBlocks);
            }

            begun = _window[block - _windowStart];
        }

        var bytes = _store.Connection.Finish(begun, ClusterKeys.Of(ClusterKeys.Block, _row.Id, block))
            ?? throw _store.Lost(_row, $"block {block}");
        Array.Resize(ref bytes, bytes.Length + EliasFano.Slack);
        Check(bytes, block);
        return bytes;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        // Values of it leave the cache as others come.
    }

    /// <inheritdoc/>
    protected override LibraryException Damaged(string what) => Damaged(Name, what);

    private static LibraryException Damaged(string name, string what) => new(
        $"{name} has a damaged {what}: restore the cluster from a backup; or delete the tracks that `earmark verify` " +
        "names, run `earmark compact` and store them again.");

    private Task<RedisValue>[] Begin(int start)
    {
        var count = Math.Clamp(_header.BlockCount - start, 0, WindowBlocks);
        var window = new Task<RedisValue>[count];
        for (var i = 0; i < count; i++)
        {
            window[i] = BlockSize(start + i) == 0
                ? Task.FromResult(RedisValue.Null)
                : _store.Connection.BeginGet(ClusterKeys.Of(ClusterKeys.Block, _row.Id, start + i));
        }

        return window;
    }

    private void Check(byte[] list, int block)
    {
        if (!EliasFano.IsIntact(list.AsSpan(0, list.Length - EliasFano.Slack), _header.BlockUniverse))
        {
            throw Damaged($"block ({block})");
        }
    }
}
