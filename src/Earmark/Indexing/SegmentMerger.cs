namespace Earmark.Indexing;

/// <summary>Makes one segment of several, without the tracks that are dead.</summary>
/// <remarks>
/// Goes through the keys once, a block at a time, and so needs memory for the largest block and the tables only.
/// Tracks keep their order, and so their ids still rise.
/// </remarks>
internal static class SegmentMerger
{
    private const int BlocksPerReport = 256;

    /// <summary>How many tracks ahead peaks are asked for where they are far.</summary>
    private const int TracksAhead = 64;

    /// <summary>
    /// Merges <paramref name="segments"/>, given by rising track ids, into <paramref name="stream"/>.
    /// </summary>
    /// <param name="advance">Is told the share of the blocks that is done, 0 … 1, now and then.</param>
    /// <exception cref="LibraryException">A block that was read is damaged.</exception>
    public static void Write(
        Stream stream,
        IReadOnlyList<Segment> segments,
        string profileId,
        Action<double>? advance = null,
        CancellationToken ct = default) =>
        Write(new StreamSegmentSink(stream), segments, profileId, advance, ct);

    /// <inheritdoc cref="Write(Stream, IReadOnlyList{Segment}, string, Action{double}?, CancellationToken)"/>
    public static void Write(
        ISegmentSink sink,
        IReadOnlyList<Segment> segments,
        string profileId,
        Action<double>? advance,
        CancellationToken ct)
    {
        var live = segments.Select(segment => segment.Image.Tracks().Where(segment.IsLive).ToList()).ToList();
        var plan = SegmentWriter.Plan(
            live.SelectMany(tracks => tracks).Select(track => (track.TrackId, track.FrameCount, track.PostingCount)));
        var writer = new SegmentWriter(sink, profileId, segments[0].Image.Header.KeyCount, plan);

        WriteBlocks(writer, Cursors(segments, live, plan), advance, ct);
        for (var i = 0; i < segments.Count; i++)
        {
            foreach (var (index, track) in live[i].Index())
            {
                ct.ThrowIfCancellationRequested();
                segments[i].FetchPeaks(live[i][Math.Min(index + TracksAhead, live[i].Count - 1)]);
                writer.WriteConstellation(segments[i].Image.Constellation(track.Ordinal));
            }
        }

        writer.Finish();
    }

    private static List<SegmentCursor> Cursors(
        IReadOnlyList<Segment> segments, List<List<SegmentTrack>> live, List<SegmentTrack> plan)
    {
        var cursors = new List<SegmentCursor>();
        var planned = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            var shifts = new long?[segments[i].TrackCount];
            foreach (var track in live[i])
            {
                shifts[track.Ordinal] = plan[planned++].Base - track.Base;
            }

            cursors.Add(new SegmentCursor(segments[i].Image, shifts));
        }

        return cursors;
    }

    private static void WriteBlocks(
        SegmentWriter writer, List<SegmentCursor> cursors, Action<double>? advance, CancellationToken ct)
    {
        var header = writer.Header;
        var (values, spare) = (new ulong[1024], new ulong[1024]);
        for (var block = 0; block < header.BlockCount; block++)
        {
            ct.ThrowIfCancellationRequested();
            if (block % BlocksPerReport == 0)
            {
                advance?.Invoke((double)block / header.BlockCount);
            }

            var count = 0;
            foreach (var cursor in cursors)
            {
                cursor.Append((block + 1L) << header.GroupBits, header.KeyBits, ref values, ref count);
            }

            if (spare.Length < count)
            {
                spare = new ulong[values.Length];
            }

            // Tracks of a later segment lie later on the time line, so positions rise in what comes of one key.
            var postings = values.AsSpan(0, count);
            RadixSort.SortByLowBits(postings, spare.AsSpan(0, count), header.GroupBits);
            writer.WriteBlock(postings, header.KeyBits);
        }
    }
}
