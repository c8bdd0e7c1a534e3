using System.Globalization;

namespace Earmark.Indexing;

/// <summary>Reads an export from its first byte to its last, a record at a time.</summary>
/// <remarks>
/// What is damaged is no exception: the tracks that are whole come first, then <see cref="Fault"/> says what was found.
/// </remarks>
internal sealed class ExportReader
{
    private readonly Stream _stream;
    private long _damagedCount;
    private long _firstDamage;
    private string? _refusal;
    private bool _isAtEnd;

    /// <summary>Reads the header.</summary>
    /// <param name="name">What messages call the export.</param>
    /// <exception cref="LibraryException">It is none, damaged, or of a newer format.</exception>
    public ExportReader(Stream stream, string name)
    {
        _stream = stream;
        Name = name;
        ProfileId = ReadHeader().ProfileId;
    }

    /// <summary>What messages call the export.</summary>
    public string Name { get; }

    /// <summary>Id of the profile that made the fingerprints.</summary>
    public string ProfileId { get; }

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Whole tracks read so far.</summary>
    public long TrackCount { get; private set; }

    /// <summary>
    /// Once all is read: what is wrong with the export, to follow its name; null where nothing is.
    /// </summary>
    public string? Fault { get; private set; }

    /// <summary>The next track that is whole; null at the end, or where nothing after it can be read.</summary>
    public PackedTrack? Read(FingerprintProfile profile)
    {
        Span<byte> head = stackalloc byte[ExportRecord.HeadSize];
        while (!_isAtEnd)
        {
            var start = Position;
            if (!TryFill(head))
            {
                return End($"is cut off at byte {Text(Position)}");
            }

            if (!ExportRecord.TryReadHead(head, out var kind, out var bodySize, out var checksum))
            {
                return End($"is damaged at byte {Text(start)}");
            }

            var body = new byte[bodySize];
            if (!TryFill(body))
            {
                return End($"is cut off at byte {Text(Position)}");
            }

            var isIntact = Crc32C.Compute(body) == checksum;
            if (kind == ExportRecord.EndKind)
            {
                return End(isIntact ? EndFault(body, start) : $"is damaged at byte {Text(start)}");
            }

            if (isIntact && ExportRecord.ReadTrack(body, profile) is { } track)
            {
                TrackCount++;
                return track;
            }

            _firstDamage = _damagedCount++ == 0 ? start : _firstDamage;
        }

        return null;
    }

    private ExportHeader ReadHeader()
    {
        var bytes = new byte[ExportHeader.Size];
        var isWhole = TryFill(bytes);
        if (_refusal is not null)
        {
            throw new LibraryException($"{Name} {_refusal}: give a file that was exported.");
        }

        if (!bytes.AsSpan().StartsWith(ExportHeader.Magic))
        {
            throw new LibraryException(
                $"{Name} is no export of a library: give a file that was exported.");
        }

        if (!isWhole || !ExportHeader.TryDecode(bytes, out var header))
        {
            throw new LibraryException($"{Name} is damaged in its first {ExportHeader.Size} bytes: export it again.");
        }

        return header.Version <= ExportHeader.FormatVersion
            ? header
            : throw new LibraryException(
                $"{Name} has format {header.Version}, this program reads up to {ExportHeader.FormatVersion}: " +
                "use a newer Earmark.");
    }

    private string? EndFault(ReadOnlySpan<byte> body, long start)
    {
        var (trackCount, byteCount) = ExportRecord.ReadEnd(body);
        if (trackCount != TrackCount + _damagedCount || byteCount != start)
        {
            return $"lacks something in between (it counts {Text(trackCount)} tracks in {Text(byteCount)} bytes, " +
                $"and there are {Text(TrackCount + _damagedCount)} in {Text(start)})";
        }

        return TryFill(new byte[1]) ? $"goes on after its end at byte {Text(Position - 1)}" : null;
    }

    private PackedTrack? End(string? fault)
    {
        _isAtEnd = true;
        fault = _refusal ?? fault;
        var damage = _damagedCount == 0 ? null
            : $"has {Text(_damagedCount)} damaged {(_damagedCount == 1 ? "track" : "tracks")}, " +
                $"the first at byte {Text(_firstDamage)}";
        Fault = fault is not null && damage is not null ? $"{damage}, and {fault}" : damage ?? fault;
        return null;
    }

    private bool TryFill(Span<byte> bytes)
    {
        var count = 0;
        try
        {
            count = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _refusal = $"cannot be read beyond byte {Text(Position)} ({e.Message.TrimEnd('.')})";
        }

        Position += count;
        return count == bytes.Length;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
