using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>What is known of a track, as it is stored.</summary>
internal static class TrackRecord
{
    /// <summary>Writes it.</summary>
    public static void Write(BinaryWriter writer, Track track)
    {
        writer.Write(track.Id);
        writer.Write(track.RefId);
        Sealed.WriteText(writer, track.Path);
        writer.Write(track.FileSize);
        writer.Write(track.Modified);
        Sealed.WriteText(writer, track.Title);
        Sealed.WriteText(writer, track.Artist);
        Sealed.WriteText(writer, track.Album);
        writer.Write(track.Duration.Ticks);
        writer.Write(track.LandmarkCount);
    }

    /// <summary>The inverse of <see cref="Write"/>.</summary>
    public static Track Read(BinaryReader reader) => new()
    {
        Id = reader.ReadInt64(),
        RefId = reader.ReadString(),
        Path = Sealed.ReadText(reader),
        FileSize = reader.ReadInt64(),
        Modified = reader.ReadInt64(),
        Title = Sealed.ReadText(reader),
        Artist = Sealed.ReadText(reader),
        Album = Sealed.ReadText(reader),
        Duration = new TimeSpan(reader.ReadInt64()),
        LandmarkCount = reader.ReadInt32(),
    };

    /// <summary>A track that is to be stored, with the id it gets.</summary>
    public static Track Of(NewTrack track, long id, int landmarkCount) => new()
    {
        Id = id,
        RefId = track.RefId,
        Path = track.Path,
        FileSize = track.FileSize,
        Modified = track.Modified,
        Title = track.Title,
        Artist = track.Artist,
        Album = track.Album,
        Duration = track.Duration,
        LandmarkCount = landmarkCount,
    };
}
