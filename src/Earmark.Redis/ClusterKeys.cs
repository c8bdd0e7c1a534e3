using System.Buffers.Binary;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>The names of a library's values.</summary>
/// <remarks>
/// <code>
/// earmark:{NAME}:head       what the newest commit is, in 60 bytes: ClusterHead
/// earmark:{NAME}:manifest   the segments: ClusterManifest
/// earmark:{NAME}:log        a list: what came since, LogEntry each
/// e b SEGMENT NUMBER        block NUMBER of a segment: an Elias–Fano list as in a file
/// e c SEGMENT NUMBER        the constellation of track NUMBER of the segment
/// e p SEGMENT NUMBER        a page of what is known of its tracks, by ref id: TrackPage
/// e t SEGMENT NUMBER        a part of its tables: SegmentTables
/// e n SEGMENT NUMBER        a part of its index of names: NameTable
/// </code>
/// <para>
/// The braces keep the first three in one slot, so that they change together. The others are 14 bytes, of which
/// SEGMENT is 8 and NUMBER 4, big endian: there is one for every 128 postings, and each byte of a name would be paid
/// for as often. They lie in all slots. A segment's id is random, so libraries share a cluster without meeting.
/// </para>
/// </remarks>
internal sealed class ClusterKeys(string name)
{
    /// <summary>Kind of a block.</summary>
    public const byte Block = (byte)'b';

    /// <summary>Kind of a constellation.</summary>
    public const byte Constellation = (byte)'c';

    /// <summary>Kind of a page of tracks.</summary>
    public const byte Page = (byte)'p';

    /// <summary>Kind of a part of a segment's tables.</summary>
    public const byte Table = (byte)'t';

    /// <summary>Kind of a part of a segment's index of names.</summary>
    public const byte Names = (byte)'n';

    private const int Size = 14;

    /// <summary>The newest commit.</summary>
    public RedisKey Head { get; } = $"earmark:{{{name}}}:head";

    /// <summary>The segments.</summary>
    public RedisKey Manifest { get; } = $"earmark:{{{name}}}:manifest";

    /// <summary>What came since.</summary>
    public RedisKey Log { get; } = $"earmark:{{{name}}}:log";

    /// <summary>A value of a segment.</summary>
    public static RedisKey Of(byte kind, long segmentId, int number)
    {
        var key = new byte[Size];
        key[0] = (byte)'e';
        key[1] = kind;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(2), segmentId);
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(10), number);
        return key;
    }
}
