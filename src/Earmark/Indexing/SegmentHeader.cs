using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Earmark.Indexing;

/// <summary>The first 4 KiB of a segment, which say what the rest is.</summary>
/// <remarks>
/// <para>A segment, little endian; each section begins where the one before ends:</para>
/// <code>
/// header           4,096   below
/// blocks               …   block b: an EliasFano list of the postings of keys b·2^g … (b + 1)·2^g − 1
/// directory      8·(b+1)   u64 offset of each block from the start of the file, and of the end of the last
/// track table       40·t   see SegmentTrackTable
/// constellations       …   a ConstellationCodec stream for each track, in the order of the table
/// footer              24   u32 CRC-32C of the directory | u32 CRC-32C of the track table | u64 file size | magic
/// </code>
/// <code>
/// offset  size   header
///      0     8   magic "EARMSEG\n"
///      8     4   format version
///     12     4   g: a block holds 2^g keys
///     16     4   keys: 0 … keys − 1
///     20     4   tracks t
///     24     8   postings
///     32     8   T, the end of the time line: every position is below it
///     40     8   offset of the directory
///     48     8   offset of the track table
///     56     8   offset of the constellations
///     64     8   offset of the footer
///     72    64   profile id, UTF-8, zeros to the end
///    136  3956   zero
///   4092     4   CRC-32C of bytes 0 … 4091
/// </code>
/// <para>
/// The tracks lie end to end on one time line, in frames: each at an even base, <see cref="Gap"/> frames or more after
/// the track before it and after 0. A posting is one number, position = base + frame; in a block it is stored as
/// (key mod 2^g) · T + position.
/// </para>
/// <para>A change of any of this needs a new format version; docs/index-format.md mirrors it, with an example.</para>
/// </remarks>
internal readonly record struct SegmentHeader
{
    /// <summary>Version this program writes, and the newest it reads.</summary>
    public const uint FormatVersion = 1;

    /// <summary>Bytes of the header.</summary>
    public const int Size = 4096;

    /// <summary>Bytes of the footer.</summary>
    public const int FooterSize = 24;

    /// <summary>Silent frames (32.8 s) before each track: an offset reached from a query names one track.</summary>
    public const int Gap = 2048;

    /// <summary>Bytes of UTF-8 that a profile id may take.</summary>
    public const int ProfileIdSize = 64;

    private const int ChecksumOffset = Size - sizeof(uint);

    /// <summary>First and last bytes of a segment.</summary>
    public static ReadOnlySpan<byte> Magic => "EARMSEG\n"u8;

    /// <summary>Format version of the segment.</summary>
    public uint Version { get; init; }

    /// <summary>g: a block holds the postings of 2^g keys.</summary>
    public int GroupBits { get; init; }

    /// <summary>Keys are 0 … KeyCount − 1.</summary>
    public int KeyCount { get; init; }

    /// <summary>Tracks, dead ones included.</summary>
    public int TrackCount { get; init; }

    /// <summary>Postings, those of dead tracks included.</summary>
    public long PostingCount { get; init; }

    /// <summary>T: every position is below it. Even.</summary>
    public long FrameLimit { get; init; }

    /// <summary>Where the directory begins, and the blocks end.</summary>
    public long DirectoryOffset { get; init; }

    /// <summary>Where the track table begins.</summary>
    public long TracksOffset { get; init; }

    /// <summary>Where the constellations begin.</summary>
    public long ConstellationsOffset { get; init; }

    /// <summary>Where the footer begins.</summary>
    public long FooterOffset { get; init; }

    /// <summary>Id of the profile that made the fingerprints.</summary>
    public string ProfileId { get; init; }

    /// <summary>Blocks, empty ones included.</summary>
    public int BlockCount => (int)(((long)KeyCount + (1L << GroupBits) - 1) >> GroupBits);

    /// <summary>Bits that hold any key.</summary>
    public int KeyBits => BitOperations.Log2((uint)KeyCount) + 1;

    /// <summary>Bytes of the whole segment.</summary>
    public long FileSize => FooterOffset + FooterSize;

    /// <summary>Every value in a block is below it.</summary>
    public ulong BlockUniverse => (ulong)FrameLimit << GroupBits;

    /// <summary>The largest g whose blocks hold so many postings or fewer on average.</summary>
    public static int ChooseGroupBits(int keyCount, long postingCount, int postingsPerBlock)
    {
        var all = BitOperations.Log2((uint)keyCount - 1) + 1;
        var keysPerBlock = (ulong)keyCount * (ulong)postingsPerBlock / (ulong)Math.Max(postingCount, 1);
        return Math.Clamp(BitOperations.Log2(Math.Max(keysPerBlock, 1)), 0, keyCount == 1 ? 0 : all);
    }

    /// <summary>Base of the first track whose predecessor ends at <paramref name="end"/> (0 for none).</summary>
    public static long NextBase(long end) => end + (end & 1) + Gap;

    /// <summary>Writes the header, its checksum included, into 4,096 bytes of zeros.</summary>
    public void Write(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], GroupBits);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], KeyCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], TrackCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], PostingCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], FrameLimit);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], DirectoryOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], TracksOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[56..], ConstellationsOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[64..], FooterOffset);
        Encoding.UTF8.GetBytes(ProfileId, bytes.Slice(72, ProfileIdSize));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Crc32C.Compute(bytes[..ChecksumOffset]));
    }

    /// <summary>The inverse of <see cref="Write"/>, for bytes that <see cref="IsIntact"/> has passed.</summary>
    public static SegmentHeader Read(ReadOnlySpan<byte> bytes) => new()
    {
        Version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
        GroupBits = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
        KeyCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
        TrackCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
        PostingCount = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
        FrameLimit = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
        DirectoryOffset = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
        TracksOffset = BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
        ConstellationsOffset = BinaryPrimitives.ReadInt64LittleEndian(bytes[56..]),
        FooterOffset = BinaryPrimitives.ReadInt64LittleEndian(bytes[64..]),
        ProfileId = Encoding.UTF8.GetString(bytes.Slice(72, ProfileIdSize).TrimEnd((byte)0)),
    };

    /// <summary>Whether the header's checksum holds. Its place is the same in every version.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> bytes) =>
        Crc32C.Compute(bytes[..ChecksumOffset]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]);
}
