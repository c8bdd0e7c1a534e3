using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark;

/// <summary>Knows the file of a stored track again at another place: after a move, or on another machine.</summary>
/// <remarks>
/// The track's own place must be empty, its ref id one that this file would get, and the size of the file the same.
/// Then the time of change, where a copy kept it, tells without reading; else what is heard does.
/// </remarks>
internal static class MovedFile
{
    /// <summary>The track whose file this is by its time of change; null where that does not tell.</summary>
    public static Track? FindByTime(TrackIndex index, FoundFile file, long size, long modified) =>
        Find(index, file, size, track => track.Modified == modified);

    /// <summary>The track whose file this is by what was heard in it; null for a new one.</summary>
    public static Track? FindBySound(
        TrackIndex index, FoundFile file, long size, Constellation heard) =>
        Find(index, file, size, track =>
        {
            using var stored = index.OpenStored();
            return stored.Pack(track).Constellation.AsSpan().SequenceEqual(ConstellationCodec.Encode(heard));
        });

    private static Track? Find(TrackIndex index, FoundFile file, long size, Predicate<Track> isSame)
    {
        string[] refIds = [RefIds.Stem(file), RefIds.Relative(file)];
        return refIds.Select(index.Find).FirstOrDefault(
            track => track is not null && track.FileSize == size && !File.Exists(track.Path) && isSame(track));
    }
}
