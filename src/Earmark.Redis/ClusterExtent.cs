namespace Earmark.Redis;

/// <summary>All values that a segment may have, so that they can be removed without looking.</summary>
internal sealed record ClusterExtent(long Id, int Blocks, int Tracks, int Pages, int TableParts, int NameParts)
{
    /// <summary>Names of the values, a kind after the other.</summary>
    public IEnumerable<StackExchange.Redis.RedisKey> Keys() =>
        Of(ClusterKeys.Block, Blocks)
            .Concat(Of(ClusterKeys.Constellation, Tracks))
            .Concat(Of(ClusterKeys.Page, Pages))
            .Concat(Of(ClusterKeys.Table, TableParts))
            .Concat(Of(ClusterKeys.Names, NameParts));

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Id);
        writer.Write(Blocks);
        writer.Write(Tracks);
        writer.Write(Pages);
        writer.Write(TableParts);
        writer.Write(NameParts);
    }

    /// <summary>The inverse of <see cref="Write"/>.</summary>
    public static ClusterExtent Read(BinaryReader reader) => new(
        reader.ReadInt64(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        reader.ReadInt32());

    private IEnumerable<StackExchange.Redis.RedisKey> Of(byte kind, int count) =>
        Enumerable.Range(0, count).Select(number => ClusterKeys.Of(kind, Id, number));
}
