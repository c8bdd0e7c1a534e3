using System.Globalization;

namespace Earmark.Indexing;

/// <summary>The segment files of a library.</summary>
internal sealed class SegmentFolder(string libraryFolder, string profileId)
{
    /// <summary>Its name in the library's folder.</summary>
    public const string Name = "segments";

    private const string Ending = ".seg";

    /// <summary>Where they lie.</summary>
    public string Path { get; } = System.IO.Path.Combine(libraryFolder, Name);

    /// <summary>The profile of a library's segments, by the first that says it; null for none.</summary>
    public static string? ReadProfileId(string libraryFolder)
    {
        var path = System.IO.Path.Combine(libraryFolder, Name);
        var files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*" + Ending) : [];
        var bytes = new byte[SegmentHeader.Size];
        foreach (var name in files.Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(name);
            if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
                && SegmentHeader.IsIntact(bytes))
            {
                return SegmentHeader.Read(bytes).ProfileId;
            }
        }

        return null;
    }

    /// <summary>Makes the folder where it is missing, and removes what a killed writer left.</summary>
    /// <param name="segmentIds">Segments that the catalogue names; the files of all others go.</param>
    public void Prepare(IEnumerable<long> segmentIds)
    {
        Directory.CreateDirectory(Path);
        DurableFile.SyncFolder(libraryFolder);
        var named = segmentIds.Select(PathOf).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(Path).Where(file => !named.Contains(file)).ToList())
        {
            if (file.EndsWith(Ending, StringComparison.Ordinal)
                || file.EndsWith(Ending + DurableFile.TemporaryEnding, StringComparison.Ordinal))
            {
                DurableFile.TryDelete(file);
            }
        }
    }

    /// <summary>Opens a segment that the catalogue names.</summary>
    /// <exception cref="FileNotFoundException">It is gone, as after a merge.</exception>
    public SegmentImage Open(long segmentId)
    {
        try
        {
            return SegmentImage.Open(PathOf(segmentId), profileId);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException(e.Message, PathOf(segmentId), e);
        }
    }

    /// <summary>Opens a segment that the catalogue names now: for who alone may take it away.</summary>
    /// <exception cref="LibraryException">It is missing or damaged.</exception>
    public SegmentImage OpenNamed(long segmentId)
    {
        try
        {
            return Open(segmentId);
        }
        catch (FileNotFoundException e)
        {
            throw Missing(PathOf(segmentId), e);
        }
    }

    /// <summary>What to throw where a segment that the catalogue names is not there.</summary>
    public static LibraryException Missing(string? path, Exception innerException) => new(
        $"The segment {path} is missing, though the catalogue names it: {SegmentFault.Damage("is missing").Remedy}.",
        innerException);

    /// <summary>Writes a segment file durably and returns its size in bytes.</summary>
    public long Write(long segmentId, Action<Stream> write)
    {
        var size = 0L;
        DurableFile.Write(PathOf(segmentId), stream =>
        {
            write(stream);
            size = stream.Length;
        });
        return size;
    }

    /// <summary>Removes a segment that the catalogue no longer names. Who has it open keeps it.</summary>
    public void Delete(long segmentId) => DurableFile.TryDelete(PathOf(segmentId));

    /// <summary>Throws when the disk is known to have no room for <paramref name="bytes"/> more.</summary>
    /// <exception cref="LibraryException">It has not.</exception>
    public void DemandRoom(long bytes, string purpose)
    {
        if (Drive()?.AvailableFreeSpace is { } free && free < bytes)
        {
            throw new LibraryException(
                $"The disk of {Path} has {free >> 20} MiB free and {purpose} needs {(bytes >> 20) + 1} MiB: " +
                "free some space; nothing that was stored is lost.");
        }
    }

    /// <summary>Whether the disk is not known to have less room than <paramref name="bytes"/>.</summary>
    public bool HasRoom(long bytes) => Drive()?.AvailableFreeSpace is not { } free || free >= bytes;

    /// <summary>The path of a segment's file.</summary>
    public string PathOf(long segmentId) =>
        System.IO.Path.Combine(Path, segmentId.ToString("D6", CultureInfo.InvariantCulture) + Ending);

    private DriveInfo? Drive()
    {
        try
        {
            return new DriveInfo(Path);
        }
        catch (ArgumentException)
        {
            // A network share has no drive on Windows. A full one shows when the file is written.
            return null;
        }
    }
}
