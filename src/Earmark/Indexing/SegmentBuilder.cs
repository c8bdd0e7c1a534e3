using System.Buffers;
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
        Stream stream, IReadOnlyList<SegmentInput> tracks, string profileId, int keyCount) =>
        Write(new StreamSegmentSink(stream), tracks, profileId, keyCount);

    /// <inheritdoc cref="Write(Stream, IReadOnlyList{SegmentInput}, string, int)"/>
    public static void Write(
        ISegmentSink sink, IReadOnlyList<SegmentInput> tracks, string profileId, int keyCount)
    {
        var plan = SegmentWriter.Plan(tracks.Select(
            track => (track.TrackId, track.FrameCount, track.Landmarks.Length)));
        var writer = new SegmentWriter(sink, profileId, keyCount, plan);
        WriteBlocks(writer, tracks, plan);
        foreach (var track in tracks)
        {
            writer.WriteConstellation(track.Constellation);
        }

        writer.Finish();
    }

    // Memory is lent by the pool: the system clears what is new, which takes as long as a pass of the sort.
    private static void WriteBlocks(SegmentWriter writer, IReadOnlyList<SegmentInput> tracks, List<SegmentTrack> plan)
    {
        var keyBits = writer.Header.KeyBits;
        var count = checked((int)writer.Header.PostingCount);
        var (postings, spare) = (ArrayPool<ulong>.Shared.Rent(count), ArrayPool<ulong>.Shared.Rent(count));
        Gather(tracks, plan, keyBits, postings);

        // Positions rise already, and the sort leaves those of one key in that order.
        RadixSort.SortByLowBits(postings.AsSpan(0, count), spare.AsSpan(0, count), keyBits);
        WriteBlocks(writer, postings.AsSpan(0, count), keyBits);
        ArrayPool<ulong>.Shared.Return(postings);
        ArrayPool<ulong>.Shared.Return(spare);
    }

    /// <summary>Gathers all postings, by position.</summary>
    private static void Gather(
        IReadOnlyList<SegmentInput> tracks, List<SegmentTrack> plan, int keyBits, Span<ulong> postings)
    {
        var count = 0;
        foreach (var track in plan)
        {
            foreach (var landmark in tracks[track.Ordinal].Landmarks)
            {
                Debug.Assert(landmark.Frame < track.FrameCount);
                postings[count++] = SegmentWriter.Pack(landmark.Key, track.Base + landmark.Frame, keyBits);
            }
        }
    }

    private static void WriteBlocks(SegmentWriter writer, Span<ulong> postings, int keyBits)
    {
        var keyMask = (1UL << keyBits) - 1;
        for (var block = 1UL; block <= (ulong)writer.Header.BlockCount; block++)
        {
            var endKey = block << writer.Header.GroupBits;
            var count = 0;
            while (count < postings.Length && (postings[count] & keyMask) < endKey)
            {
                count++;
            }

            writer.WriteBlock(postings[..count], keyBits);
            postings = postings[count..];
        }

        Debug.Assert(postings.IsEmpty);
    }
}
