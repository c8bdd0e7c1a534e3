namespace Earmark.Redis;

/// <summary>A segment that counts.</summary>
/// <param name="Level">Merges of a level that led to it.</param>
/// <param name="FirstTrack">Lowest track id it may hold; ranges do not overlap.</param>
/// <param name="LastTrack">Highest track id it may hold.</param>
/// <param name="BlockBytes">Bytes of its blocks.</param>
/// <param name="ConstellationBytes">Bytes of its constellations.</param>
/// <param name="TableBytes">Bytes of everything else.</param>
/// <param name="Duration">Of its tracks, dead ones included, in ticks.</param>
/// <param name="TableChecksum">CRC-32C of its tables.</param>
/// <param name="NameChecksum">CRC-32C of its index of names.</param>
/// <param name="Retired">Its dead tracks by rising id, as of the last time that the log was folded in.</param>
internal sealed record ClusterRow(
    ClusterExtent Extent,
    int Level,
    long FirstTrack,
    long LastTrack,
    long PostingCount,
    long BlockBytes,
    long ConstellationBytes,
    long TableBytes,
    long Duration,
    uint TableChecksum,
    uint NameChecksum,
    IReadOnlyList<DeadTrack> Retired)
{
    /// <summary>Names it.</summary>
    public long Id => Extent.Id;

    /// <summary>Bytes of all its values.</summary>
    public long ByteCount => BlockBytes + ConstellationBytes + TableBytes;

    /// <summary>Whether a track of that id would be in it.</summary>
    public bool Covers(long trackId) => trackId >= FirstTrack && trackId <= LastTrack;

    /// <summary>Whether the ids of another one lie among its own, which they must not.</summary>
    public bool Overlaps(ClusterRow other) => other.FirstTrack <= LastTrack && other.LastTrack >= FirstTrack;

    /// <summary>The same with more dead tracks.</summary>
    public ClusterRow WithRetired(IEnumerable<DeadTrack> more) => this with
    {
        Retired = [.. Retired.Concat(more).DistinctBy(dead => dead.Id).OrderBy(dead => dead.Id)],
    };

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        Extent.Write(writer);
        writer.Write(Level);
        writer.Write(FirstTrack);
        writer.Write(LastTrack);
        writer.Write(PostingCount);
        writer.Write(BlockBytes);
        writer.Write(ConstellationBytes);
        writer.Write(TableBytes);
        writer.Write(Duration);
        writer.Write(TableChecksum);
        writer.Write(NameChecksum);
        DeadTrack.WriteAll(writer, Retired);
    }

    /// <summary>The inverse of <see cref="Write"/>.</summary>
    public static ClusterRow Read(BinaryReader reader) => new(
        ClusterExtent.Read(reader),
        reader.ReadInt32(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        DeadTrack.ReadAll(reader));
}
