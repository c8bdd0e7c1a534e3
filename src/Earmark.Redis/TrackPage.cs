using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>A page of what is known of a segment's tracks, by ref id.</summary>
internal static class TrackPage
{
    /// <summary>Tracks of a page; the last one has fewer.</summary>
    public const int Size = 64;

    private const string Kind = "EARP";

    /// <summary>Pages that so many tracks take.</summary>
    public static int PagesOf(int trackCount) => (trackCount + Size - 1) / Size;

    /// <summary>As it is stored.</summary>
    public static byte[] Pack(IReadOnlyCollection<Track> tracks) => Sealed.Pack(Kind, writer =>
    {
        writer.Write(tracks.Count);
        foreach (var track in tracks)
        {
            TrackRecord.Write(writer, track);
        }
    });

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    public static Track[] Unpack(byte[] bytes, string segment) => Sealed.Unpack(
        Kind,
        bytes,
        $"A page of tracks of {segment}",
        reader =>
        {
            var tracks = new Track[reader.ReadInt32()];
            for (var i = 0; i < tracks.Length; i++)
            {
                tracks[i] = TrackRecord.Read(reader);
            }

            return tracks;
        });
}
