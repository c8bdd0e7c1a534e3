namespace Earmark.Redis;

/// <summary>The segments of a library, those that are being written, and those that are to go.</summary>
/// <param name="Token">Random; the head names it.</param>
/// <param name="ProfileId">What its fingerprints were made with.</param>
/// <param name="Segments">By rising track ids.</param>
internal sealed record ClusterManifest(
    long Token,
    string ProfileId,
    IReadOnlyList<ClusterRow> Segments,
    IReadOnlyList<ClusterIntent> Intents,
    IReadOnlyList<ClusterGarbage> Garbage)
{
    private const string Kind = "EARM";

    /// <summary>As it is stored.</summary>
    public byte[] Pack() => Sealed.Pack(Kind, writer =>
    {
        writer.Write(Token);
        writer.Write(ProfileId);
        writer.Write(Segments.Count);
        foreach (var row in Segments)
        {
            row.Write(writer);
        }

        writer.Write(Intents.Count);
        foreach (var intent in Intents)
        {
            intent.Write(writer);
        }

        writer.Write(Garbage.Count);
        foreach (var garbage in Garbage)
        {
            garbage.Extent.Write(writer);
            writer.Write(garbage.Since);
        }
    });

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    public static ClusterManifest Unpack(byte[] bytes, string library) => Sealed.Unpack(
        Kind,
        bytes,
        $"The manifest of the library {library}",
        reader => new ClusterManifest(
            reader.ReadInt64(),
            reader.ReadString(),
            Many(reader, ClusterRow.Read),
            Many(reader, ClusterIntent.Read),
            Many(reader, each => new ClusterGarbage(ClusterExtent.Read(each), each.ReadInt64()))));

    /// <summary>The same without a segment's intent.</summary>
    public ClusterManifest WithoutIntent(long segmentId) =>
        this with { Intents = [.. Intents.Where(intent => intent.Extent.Id != segmentId)] };

    /// <summary>The same with more to remove.</summary>
    public ClusterManifest WithGarbage(IEnumerable<ClusterExtent> extents, DateTimeOffset now) => this with
    {
        Garbage = [.. Garbage, .. extents.Select(extent => new ClusterGarbage(extent, now.UtcTicks))],
    };

    private static T[] Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var all = new T[reader.ReadInt32()];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = read(reader);
        }

        return all;
    }
}
