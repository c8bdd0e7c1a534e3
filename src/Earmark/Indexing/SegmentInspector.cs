namespace Earmark.Indexing;

/// <summary>Reads all of a segment file and holds each part against its checksum and against the others.</summary>
/// <param name="threads">Parts of a file that are checked at the same time.</param>
/// <param name="advance">Is told how many more bytes have been checked; from any thread.</param>
internal sealed class SegmentInspector(
    SegmentFolder folder, Fingerprinter fingerprinter, int threads, Action<long> advance, CancellationToken ct)
{
    private const int BlocksAtOnce = 1_024;
    private const int TracksAtOnce = 8;
    private const int BufferSize = 1 << 20;

    /// <summary>Inspects a segment that the catalogue names.</summary>
    /// <exception cref="FileNotFoundException">There is none, which a merge may have caused.</exception>
    public SegmentInspection Inspect(SegmentRow row, LiveTracks live)
    {
        var path = folder.PathOf(row.Id);
        if (ReadThrough(path) is { } failure)
        {
            return Salvage(new SegmentInspection(row, path, live.Count), failure, live);
        }

        var image = SegmentImage.TryOpen(path, fingerprinter.ProfileId, out var fault);
        if (image is null)
        {
            var failed = new SegmentInspection(row, path, live.Count)
            {
                ForeignRemedy = fault!.IsDamage ? null : fault.Remedy,
            };
            return fault.IsDamage ? Salvage(failed, fault.Found, live) : failed with { Found = [fault.Found] };
        }

        try
        {
            var inspection = new SegmentInspection(row, path, live.Count) { PostingCount = image.Header.PostingCount };
            InspectTable(image, inspection, live);
            InspectContent(image, inspection, live);
            return inspection;
        }
        finally
        {
            image.Release();
        }
    }

    /// <summary>What there is to say of a segment whose file is gone.</summary>
    public SegmentInspection Missing(SegmentRow row, LiveTracks live)
    {
        var inspection = new SegmentInspection(row, folder.PathOf(row.Id), live.Count)
        {
            Found = { "is missing" },
            NeedsRebuild = true,
        };
        inspection.Lost.UnionWith(live.Ids);
        return inspection;
    }

    /// <summary>Reads the file once: a disk that fails must not do so in a mapped page, which would end us.</summary>
    private string? ReadThrough(string path)
    {
        var buffer = new byte[BufferSize];
        using var file = Open(path);
        try
        {
            while (file.Read(buffer) is > 0 and var count)
            {
                ct.ThrowIfCancellationRequested();
                advance(count);
            }

            return null;
        }
        catch (IOException e)
        {
            return $"cannot be read from byte {file.Position} on ({e.Message.TrimEnd('.')})";
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException(e.Message, path, e);
        }
    }

    private SegmentInspection Salvage(SegmentInspection inspection, string found, LiveTracks live)
    {
        inspection.Found.Add(found);
        inspection.NeedsRebuild = true;
        inspection.Lost.UnionWith(live.Ids);
        foreach (var track in SegmentSalvage.Read(inspection.Path, fingerprinter, live))
        {
            ct.ThrowIfCancellationRequested();
            inspection.Lost.Remove(track.TrackId);
            inspection.PostingCount += track.Landmarks.Length;
        }

        return inspection;
    }

    /// <summary>Holds the track table against the catalogue.</summary>
    private static void InspectTable(SegmentImage image, SegmentInspection inspection, LiveTracks live)
    {
        var row = inspection.Row;
        var held = new HashSet<long>();
        var (lastId, end, isOrdered) = (row.FirstTrack - 1, 0L, true);
        foreach (var track in image.Tracks())
        {
            held.Add(track.TrackId);
            isOrdered &= track.TrackId > lastId && track.TrackId <= row.LastTrack
                && track.Base >= SegmentHeader.NextBase(end) && (track.Base & 1) == 0 && track.FrameCount >= 0;
            (lastId, end) = (track.TrackId, track.End);
            if (!live.TryFind(track.TrackId, out _) && row.Retired?.Contains(track.TrackId) != true)
            {
                inspection.Unknown.Add((track.TrackId, track.PostingCount));
            }
        }

        if (!isOrdered || end > image.Header.FrameLimit)
        {
            inspection.Found.Add("has tracks out of order or out of its range");
            inspection.NeedsRebuild = true;
        }

        inspection.Lost.UnionWith(live.Ids.Where(id => !held.Contains(id)));
        inspection.NeverHeld.AddRange((row.Retired ?? []).Where(id => !held.Contains(id)).Order());
        if (row.PostingCount != image.Header.PostingCount || row.ByteCount != image.Header.FileSize)
        {
            inspection.Found.Add("has another size than the catalogue says");
            inspection.NeedsRebuild = true;
        }
    }

    private void InspectContent(SegmentImage image, SegmentInspection inspection, LiveTracks live)
    {
        var header = image.Header;
        var blocks = OverAll(header.BlockCount, BlocksAtOnce, (from, to) => CheckBlocks(image, from, to));
        advance(header.TracksOffset);
        var peaks = OverAll(header.TrackCount, TracksAtOnce, (from, to) => CheckPeaks(image, from, to));
        advance(header.FileSize - header.TracksOffset);

        if (blocks.Damaged.Count > 0)
        {
            var first = blocks.Damaged.Min();
            inspection.Found.Add(
                $"has {Damaged(blocks.Damaged.Count, "block")} of {header.BlockCount} (block {first} …)");
        }

        if (peaks.Damaged.Count > 0)
        {
            inspection.Found.Add($"has {Damaged(peaks.Damaged.Count, "constellation")} of {header.TrackCount}");
            var ids = peaks.Damaged.Select(ordinal => image.Track(ordinal).TrackId);
            inspection.Lost.UnionWith(ids.Where(id => live.TryFind(id, out _)));
        }

        if (blocks.Damaged.Count + peaks.Damaged.Count == 0
            && (blocks.Sum != peaks.Sum || blocks.Count != peaks.Count || blocks.Count != header.PostingCount))
        {
            inspection.Found.Add("has postings that do not follow from its peaks");
            inspection.NeedsRebuild = true;
        }

        inspection.NeedsRebuild |= blocks.Damaged.Count + peaks.Damaged.Count > 0;
    }

    private static string Damaged(int count, string noun) => $"{count} damaged {noun}{(count == 1 ? "" : "s")}";

    private PostingTally OverAll(int count, int atOnce, Func<int, int, PostingTally> check)
    {
        var total = new PostingTally();
        var gate = new Lock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct };
        Parallel.For(0, (count + atOnce - 1) / atOnce, options, part =>
        {
            var tally = check(part * atOnce, Math.Min(count, (part + 1) * atOnce));
            lock (gate)
            {
                total.Add(tally);
            }
        });
        return total;
    }

    private static PostingTally CheckBlocks(SegmentImage image, int from, int to)
    {
        var tally = new PostingTally();
        var values = Array.Empty<long>();
        var header = image.Header;
        for (var block = from; block < to; block++)
        {
            try
            {
                var count = image.ReadBlock(block, ref values);
                if (!tally.TryAdd(values.AsSpan(0, count), (long)block << header.GroupBits, header))
                {
                    tally.Damaged.Add(block);
                }
            }
            catch (Exception e) when (e is LibraryException or ArgumentException or IndexOutOfRangeException)
            {
                tally.Damaged.Add(block);
            }
        }

        return tally;
    }

    private PostingTally CheckPeaks(SegmentImage image, int from, int to)
    {
        var tally = new PostingTally();
        for (var ordinal = from; ordinal < to; ordinal++)
        {
            var track = image.Track(ordinal);
            if (image.TryConstellation(ordinal, out var encoded)
                && fingerprinter.TryRead(track.TrackId, encoded.ToArray(), out var input)
                && input.FrameCount == track.FrameCount
                && input.Landmarks.Length == track.PostingCount)
            {
                tally.Add(input.Landmarks, track.Base);
            }
            else
            {
                tally.Damaged.Add(ordinal);
            }
        }

        return tally;
    }
}
