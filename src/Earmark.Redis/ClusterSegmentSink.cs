using Earmark.Indexing;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>Writes the values of one segment, many at a time; none counts before a manifest names it.</summary>
/// <param name="plan">What it will be.</param>
/// <param name="beat">Called now and then, so that its writer is known to be alive.</param>
internal sealed class ClusterSegmentSink(ClusterStore store, SegmentPlan plan, Action beat) : ISegmentSink
{
    /// <summary>
    /// Postings of a block on average, at most, and half of that at least. Larger ones take less memory of the nodes,
    /// 115 bytes a block; smaller ones less of the network, as most of what is asked for lies in long ones.
    /// </summary>
    public const int BlockPostings = 128;

    /// <summary>Values and bytes on their way at a time.</summary>
    private const int ValuesMax = 4096;
    private const long BytesMax = 16 << 20;

    private readonly ClusterWrites _writes = new(store.Connection);
    private readonly Queue<(Task Task, RedisKey Key, byte[] Value)> _begun = [];
    private long _bytesBegun;
    private SegmentHeader _header;
    private byte[] _tables = [];
    private int _blockCount;
    private int _constellationCount;

    /// <inheritdoc/>
    public int PostingsPerBlock => BlockPostings;

    /// <summary>Bytes of the blocks.</summary>
    public long BlockBytes { get; private set; }

    /// <summary>Bytes of the constellations.</summary>
    public long ConstellationBytes { get; private set; }

    /// <summary>Bytes of everything else.</summary>
    public long TableBytes { get; private set; }

    /// <summary>CRC-32C of the tables.</summary>
    public uint TableChecksum { get; private set; }

    /// <inheritdoc/>
    public void Begin(SegmentHeader header)
    {
        _header = header;
        _tables = new byte[SegmentTables.SizeOf(header)];
        header.Write(_tables.AsSpan(0, SegmentHeader.Size));
    }

    /// <inheritdoc/>
    public void WriteBlock(ReadOnlySpan<byte> list)
    {
        if (list.Length > 0)
        {
            SegmentTables.WriteSize(SegmentTables.Sizes(_tables, _header), _blockCount, list.Length);
            Set(ClusterKeys.Block, _blockCount, list.ToArray());
            BlockBytes += list.Length;
        }

        _blockCount++;
    }

    /// <inheritdoc/>
    public void WriteConstellation(SegmentTrack track, ReadOnlySpan<byte> constellation)
    {
        SegmentTrackTable.Write(SegmentTables.Tracks(_tables, _header), track, 0, constellation.Length);
        Set(ClusterKeys.Constellation, _constellationCount++, constellation.ToArray());
        ConstellationBytes += constellation.Length;
    }

    /// <summary>Writes the tables, and waits until everything is in as many replicas as was asked for.</summary>
    /// <exception cref="LostSegmentException">That cannot be said, as a node went away meanwhile.</exception>
    public void Finish()
    {
        TableChecksum = Crc32C.Compute(_tables);
        SetParts(ClusterKeys.Table, _tables);
        SetParts(ClusterKeys.Names, plan.Names);
        foreach (var (number, page) in plan.Tracks.Chunk(TrackPage.Size).Index())
        {
            var bytes = TrackPage.Pack(page);
            TableBytes += bytes.Length;
            Set(ClusterKeys.Page, number, bytes);
        }

        while (_begun.Count > 0)
        {
            FinishOldest();
        }

        if (!_writes.TryConfirm(store.Address.Timeout))
        {
            throw new LostSegmentException("A node went away, or its replicas did not confirm, while it was written.");
        }
    }

    private void SetParts(byte kind, byte[] bytes)
    {
        foreach (var (number, part) in bytes.Chunk(SegmentTables.PartSize).Index())
        {
            TableBytes += part.Length;
            Set(kind, number, part);
        }
    }

    private void Set(byte kind, int number, byte[] value)
    {
        beat();
        var key = ClusterKeys.Of(kind, plan.Extent.Id, number);
        _begun.Enqueue((_writes.BeginSet(key, value), key, value));
        _bytesBegun += value.Length;
        while (_begun.Count > ValuesMax || _bytesBegun > BytesMax)
        {
            FinishOldest();
        }
    }

    private void FinishOldest()
    {
        var (task, key, value) = _begun.Dequeue();
        _writes.Finish(task, key, value);
        _bytesBegun -= value.Length;
    }
}
