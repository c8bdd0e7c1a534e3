using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>A track that is in no segment yet.</summary>
/// <param name="Position">Of the entry that brought it.</param>
internal sealed record LogTrack(long Position, Track Track, byte[] Constellation);
