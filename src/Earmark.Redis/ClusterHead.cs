namespace Earmark.Redis;

/// <summary>The newest commit of a library, in so few bytes that it can be asked for all the time.</summary>
/// <remarks>
/// Every change compares and swaps it, in one transaction with what it names: what has not seen the newest commit
/// cannot make the next. The tokens are random, so that two histories that a failover has parted are never taken for
/// one.
/// </remarks>
/// <param name="ManifestToken">Of the manifest that counts.</param>
/// <param name="LogBase">Position of the first entry of the log.</param>
/// <param name="LogEnd">Position after its last.</param>
/// <param name="LogToken">Of the last entry that was ever appended; 0 before the first.</param>
/// <param name="NextTrack">The id of the next track: ids are never used again.</param>
internal sealed record ClusterHead(long ManifestToken, long LogBase, long LogEnd, long LogToken, long NextTrack)
{
    private const string Kind = "EARH";

    /// <summary>As it is stored.</summary>
    public byte[] Pack() => Sealed.Pack(Kind, writer =>
    {
        writer.Write(ManifestToken);
        writer.Write(LogBase);
        writer.Write(LogEnd);
        writer.Write(LogToken);
        writer.Write(NextTrack);
    });

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    public static ClusterHead Unpack(byte[] bytes, string library) => Sealed.Unpack(
        Kind,
        bytes,
        $"The head of the library {library}",
        reader => new ClusterHead(
            reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
}
