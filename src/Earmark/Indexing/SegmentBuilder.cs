using System.Diagnostics;

namespace Earmark.Indexing;

/// <summary>Makes a segment of tracks that are held in memory.</summary>
internal static class SegmentBuilder
{
    /// <summary>
    /// Writes the segment of <paramref name="tracks"/>, whose ids rise, to <paramref name="stream"/>.
    /// </summary>
    /// <remarks>Takes 16 bytes of memory a posting: the caller bounds how many tracks it gives.</remarks>
    public static void Write(
        Stream stream, IReadOnlyList<SegmentInput> tracks, string profileId, int keyCount)
    {
        var plan = SegmentWriter.Plan(tracks.Select(
            track => (track.TrackId, track.FrameCount, track.Landmarks.Length)));
        var writer = new SegmentWriter(stream, profileId, keyCount, plan);
        var postings = SortedPostings(tracks, plan, writer.Header);
        WriteBlocks(writer, postings);

        foreach (var track in tracks)
        {
            writer.WriteConstellation(track.Constellation);
        }

        writer.Finish();
    }

    /// <summary>key · T + position of every posting, ascending.</summary>
    private static ulong[] SortedPostings(
        IReadOnlyList<SegmentInput> tracks, List<SegmentTrack> plan, SegmentHeader header)
    {
        var limit = checked((ulong)header.FrameLimit * (ulong)header.KeyCount);
        var postings = new ulong[header.PostingCount];
        var count = 0;
        for (var ordinal = 0; ordinal < plan.Count; ordinal++)
        {
            foreach (var landmark in tracks[ordinal].Landmarks)
            {
                Debug.Assert((uint)landmark.Key < header.KeyCount && landmark.Frame < plan[ordinal].FrameCount);
                var position = plan[ordinal].Base + landmark.Frame;
                postings[count++] = ((ulong)landmark.Key * (ulong)header.FrameLimit) + (ulong)position;
            }
        }

        RadixSort.Sort(postings, new ulong[postings.Length], limit);
        return postings;
    }

    private static void WriteBlocks(SegmentWriter writer, Span<ulong> postings)
    {
        var universe = writer.Header.BlockUniverse;
        for (var block = 0; block < writer.Header.BlockCount; block++)
        {
            var start = (ulong)block * universe;
            var count = 0;
            while (count < postings.Length && postings[count] - start < universe)
            {
                postings[count++] -= start;
            }

            writer.WriteBlock(postings[..count]);
            postings = postings[count..];
        }

        Debug.Assert(postings.IsEmpty);
    }
}
