using Earmark.Indexing;

namespace Earmark;

/// <summary>An exported library that is about to be imported: opened, and its first bytes read.</summary>
/// <remarks>It is read once, from the front to the back. Its bytes: docs/export-format.md.</remarks>
public sealed class LibraryExport : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly Stream _stream;

    private LibraryExport(Stream stream, string name)
    {
        _stream = stream;
        Reader = new ExportReader(stream, name);
    }

    /// <summary>What messages call it.</summary>
    public string Name => Reader.Name;

    /// <summary>Id of the profile of the library that it comes from.</summary>
    public string ProfileId => Reader.ProfileId;

    /// <summary>That profile, to make a new library with; null where it is none of those that ship.</summary>
    public FingerprintProfile? Profile => FingerprintProfile.Known.FirstOrDefault(known => known.Id == ProfileId);

    /// <summary>
    /// Once it is read: what is damaged or missing in it, to follow its name; null where nothing is.
    /// </summary>
    public string? Fault => Reader.Fault;

    internal ExportReader Reader { get; }

    /// <summary>Share of it that has been read, 0 … 1; null where its size is unknown.</summary>
    internal double? Share => _stream.CanSeek ? (double)Reader.Position / Math.Max(1, _stream.Length) : null;

    /// <summary>Opens the export in a file, a named pipe or the like.</summary>
    /// <exception cref="LibraryException">
    /// It cannot be read, is no export, damaged in its first bytes, or of a newer format.
    /// </exception>
    public static LibraryExport Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var isFolder = Directory.Exists(path);
            throw new LibraryException(
                isFolder ? $"{path} is a folder: give a file that was exported, or merge that library."
                : File.Exists(path) ? $"{path} cannot be read ({e.Message.TrimEnd('.')}): check its rights and disk."
                : $"{path} does not exist: give a file that was exported.",
                e);
        }
    }

    /// <summary>Opens the export in a stream, which is closed with it.</summary>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="LibraryException">It is no export, damaged at its start, or of a newer format.</exception>
    public static LibraryExport Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var buffered = new BufferedStream(stream, BufferSize);
        try
        {
            return new LibraryExport(buffered, name);
        }
        catch
        {
            buffered.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
