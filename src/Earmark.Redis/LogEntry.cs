using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>A change since the log was last folded in: tracks that go, and a track that comes.</summary>
/// <remarks>
/// Ids are never used again and who goes is named by id, so that reading an entry twice changes nothing.
/// </remarks>
/// <param name="Position">Its place in the log, counted from the first that ever was.</param>
/// <param name="Token">Random.</param>
/// <param name="Previous">Token of the entry before it; 0 for none.</param>
/// <param name="Retires">Tracks that go, by rising id.</param>
/// <param name="Track">The track that comes, or null.</param>
/// <param name="Constellation">Its peaks, encoded.</param>
internal sealed record LogEntry(
    long Position, long Token, long Previous, IReadOnlyList<DeadTrack> Retires, Track? Track, byte[] Constellation)
{
    private const string Kind = "EARL";

    /// <summary>As it is stored.</summary>
    public byte[] Pack() => Sealed.Pack(Kind, writer =>
    {
        writer.Write(Position);
        writer.Write(Token);
        writer.Write(Previous);
        DeadTrack.WriteAll(writer, Retires);
        writer.Write(Track is not null);
        if (Track is not null)
        {
            TrackRecord.Write(writer, Track);
            writer.Write(Constellation.Length);
            writer.Write(Constellation);
        }
    });

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    public static LogEntry Unpack(byte[] bytes, string library) => Sealed.Unpack(
        Kind,
        bytes,
        $"An entry in the log of the library {library}",
        reader =>
        {
            var (position, token, previous) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
            var retires = DeadTrack.ReadAll(reader);
            var track = reader.ReadBoolean() ? TrackRecord.Read(reader) : null;
            var constellation = track is null ? [] : reader.ReadBytes(reader.ReadInt32());
            return new LogEntry(position, token, previous, retires, track, constellation);
        });
}
