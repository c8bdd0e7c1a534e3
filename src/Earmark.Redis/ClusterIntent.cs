namespace Earmark.Redis;

/// <summary>A segment that somebody is writing, and that does not count yet.</summary>
/// <param name="Sources">Ids of the segments that it is to replace.</param>
/// <param name="FirstTrack">Lowest track id it may hold.</param>
/// <param name="LastTrack">Highest track id it may hold.</param>
/// <param name="Alive">When its writer last said that it is at it, in UTC ticks of 100 ns.</param>
internal sealed record ClusterIntent(
    ClusterExtent Extent, IReadOnlyList<long> Sources, long FirstTrack, long LastTrack, long Alive)
{
    /// <summary>Who has not said so for that long is taken for dead. Clocks may differ by less than that.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>How often a writer says so.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>Whether its writer is taken for alive.</summary>
    public bool IsAlive(DateTimeOffset now) => now.UtcTicks - Alive < Patience.Ticks;

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        Extent.Write(writer);
        writer.Write7BitEncodedInt(Sources.Count);
        foreach (var source in Sources)
        {
            writer.Write(source);
        }

        writer.Write(FirstTrack);
        writer.Write(LastTrack);
        writer.Write(Alive);
    }

    /// <summary>The inverse of <see cref="Write"/>.</summary>
    public static ClusterIntent Read(BinaryReader reader)
    {
        var extent = ClusterExtent.Read(reader);
        var sources = new long[reader.Read7BitEncodedInt()];
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = reader.ReadInt64();
        }

        return new ClusterIntent(extent, sources, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
    }
}
