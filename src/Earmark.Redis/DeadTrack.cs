namespace Earmark.Redis;

/// <summary>A track that was deleted or replaced.</summary>
/// <param name="Id">Of that version of it.</param>
/// <param name="PostingCount">Its postings.</param>
/// <param name="Duration">Its length, in ticks.</param>
internal readonly record struct DeadTrack(long Id, int PostingCount, long Duration)
{
    /// <summary>Writes some, given by rising id.</summary>
    public static void WriteAll(BinaryWriter writer, IReadOnlyList<DeadTrack> tracks)
    {
        writer.Write7BitEncodedInt(tracks.Count);
        var last = 0L;
        foreach (var (id, postingCount, duration) in tracks)
        {
            writer.Write7BitEncodedInt64(id - last);
            writer.Write7BitEncodedInt(postingCount);
            writer.Write7BitEncodedInt64(duration);
            last = id;
        }
    }

    /// <summary>The inverse of <see cref="WriteAll"/>.</summary>
    public static DeadTrack[] ReadAll(BinaryReader reader)
    {
        var tracks = new DeadTrack[reader.Read7BitEncodedInt()];
        var last = 0L;
        for (var i = 0; i < tracks.Length; i++)
        {
            last += reader.Read7BitEncodedInt64();
            tracks[i] = new DeadTrack(last, reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64());
        }

        return tracks;
    }
}
