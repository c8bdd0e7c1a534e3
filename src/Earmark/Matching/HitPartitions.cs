using System.Diagnostics;

namespace Earmark.Matching;

/// <summary>Many bins of a time line, laid apart by the stretch they are of, in four bytes each.</summary>
/// <remarks>
/// <para>
/// Whoever then goes from partition to partition works on few stretches at a time, in the processor's nearest caches.
/// A stretch includes the first bin of the next one, so that two neighbors are always together somewhere. For one
/// thread; cleared and filled again, it keeps its memory, up to <see cref="Release"/>.
/// </para>
/// <para>
/// Source: S. Manegold, P. Boncz, M. Kersten, "Optimizing main-memory join on modern hardware", IEEE TKDE 14 (2002).
/// </para>
/// </remarks>
internal sealed class HitPartitions
{
    /// <summary>The first stretch is of the first partition, the next of the next, and so on, round by round.</summary>
    public const int Count = 1 << PartitionBits;

    /// <summary>Bins of a stretch that are its own: 2.3 hours of 32 ms.</summary>
    public const int StretchLength = 1 << StretchBits;

    private const int PartitionBits = 8;
    private const int StretchBits = 18;

    /// <summary>A hit is its place in the stretch, 0 … StretchLength, and above it the round of the stretch.</summary>
    private const int PlaceBits = StretchBits + 1;

    /// <summary>
    /// A partition's hits lie in chunks of so many, each followed by another anywhere; a page is some chunks.
    /// </summary>
    private const int ChunkLength = 256;

    private readonly int[] _firstChunks = new int[Count];
    private readonly int[] _chunkCounts = new int[Count];
    private readonly int[] _ends = new int[Count];
    private readonly LentPages _hits = new();
    private LentArray<int> _nextChunks = new();
    private int _chunkCount;

    /// <summary>Forgets all hits.</summary>
    public void Clear()
    {
        Array.Clear(_chunkCounts);
        Array.Clear(_ends);
        _chunkCount = 0;
    }

    /// <summary>Forgets all hits, and leaves its memory to the next search, of any thread.</summary>
    public void Release()
    {
        Clear();
        _hits.Release();
        _nextChunks.Release();
    }

    /// <summary>Adds a hit.</summary>
    /// <param name="bin">0 … 2^39 − 1: 550 years of 32 ms.</param>
    public void Add(long bin)
    {
        var (stretch, place) = ((int)(bin >> StretchBits), (int)bin & (StretchLength - 1));
        Add(stretch, place);
        if (place == 0 && stretch > 0)
        {
            Add(stretch - 1, StretchLength);
        }
    }

    /// <summary>How many hits a partition has.</summary>
    public int CountOf(int partition) =>
        (_chunkCounts[partition] * ChunkLength) - (-_ends[partition] & (ChunkLength - 1));

    /// <summary>The hits of a partition, some at a time, in the order they came. Valid until one is added.</summary>
    public Chunks Of(int partition) => new(this, partition);

    /// <summary>The bin of a hit.</summary>
    public static long Bin(int partition, uint hit) =>
        ((((long)(hit >> PlaceBits) << PartitionBits) | (uint)partition) << StretchBits) + Place(hit);

    /// <summary>Where in its stretch a hit is; at <see cref="StretchLength"/>, its bin is the next one's.</summary>
    public static int Place(uint hit) => (int)(hit & ((1 << PlaceBits) - 1));

    private void Add(int stretch, int place)
    {
        Debug.Assert(stretch >> (PartitionBits + 32 - PlaceBits) == 0);
        var partition = stretch & (Count - 1);
        var end = _ends[partition];
        if (end % ChunkLength == 0)
        {
            end = StartChunk(partition);
        }

        _hits[end] = ((uint)(stretch >> PartitionBits) << PlaceBits) | (uint)place;
        _ends[partition] = end + 1;
    }

    private int StartChunk(int partition)
    {
        _hits.Grow((_chunkCount + 1) * ChunkLength);
        _nextChunks.Grow(_chunkCount + 1, _chunkCount);
        ref var first = ref _firstChunks[partition];
        ref var next = ref _chunkCounts[partition]++ == 0 ? ref first : ref _nextChunks.Values[LastChunk(partition)];
        next = _chunkCount++;
        return next * ChunkLength;
    }

    private int LastChunk(int partition) => (_ends[partition] - 1) / ChunkLength;

    /// <summary>Goes over the hits of a partition.</summary>
    public ref struct Chunks
    {
        private readonly HitPartitions _partitions;
        private int _next;
        private int _left;

        internal Chunks(HitPartitions partitions, int partition)
        {
            _partitions = partitions;
            _next = partitions._firstChunks[partition];
            _left = partitions.CountOf(partition);
        }

        /// <summary>The hits, one at least.</summary>
        public ReadOnlySpan<uint> Current { get; private set; }

        /// <summary>Moves on; false at the end.</summary>
        public bool MoveNext()
        {
            if (_left == 0)
            {
                return false;
            }

            Current = _partitions._hits.Slice(_next * ChunkLength, Math.Min(_left, ChunkLength));
            _left -= Current.Length;
            _next = _partitions._nextChunks.Values[_next];
            return true;
        }

        /// <summary>For <c>foreach</c>.</summary>
        public readonly Chunks GetEnumerator() => this;
    }
}
