using Earmark.Indexing;

namespace Earmark;

/// <summary>Writes exports to files, so that a name never leads to half of one and no other file is lost.</summary>
internal static class ExportFile
{
    /// <summary>Writes the file at <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="LibraryException">The place is taken by something else, or the disk refuses.</exception>
    public static ExportSummary Write(string path, Func<Stream, ExportSummary> write)
    {
        var summary = default(ExportSummary);
        try
        {
            // Through a link, not over it.
            var isLink = new FileInfo(path).LinkTarget is not null;
            var link = isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
            var target = link?.FullName ?? Path.GetFullPath(path);
            DemandReplaceable(path, target);
            DurableFile.Write(target, stream => summary = write(stream));
        }
        catch (IOException e) when (LibraryFault.IsDiskFull(e))
        {
            throw new LibraryException(
                $"The disk of {path} is full: free some space and export again, or give a place on another disk.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LibraryException(
                $"{path} cannot be written ({e.Message.TrimEnd('.')}): give another name, or the rights to its folder.",
                e);
        }

        return summary!;
    }

    /// <summary>Refuses a place where something else is, such as a song that was meant as a ref id.</summary>
    private static void DemandReplaceable(string path, string target)
    {
        if (Directory.Exists(target))
        {
            throw new LibraryException($"{path} is a folder: give the name of a file for the export.");
        }

        // A length of 0 is also that of devices and pipes, which must not even be opened, let alone replaced.
        if (File.Exists(target) && (new FileInfo(target).Length == 0 || !IsExport(target)))
        {
            throw new LibraryException(
                $"{path} exists and is no export: give another name for the file, or delete it first.");
        }
    }

    private static bool IsExport(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[ExportHeader.Magic.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.AsSpan().SequenceEqual(ExportHeader.Magic);
    }
}
