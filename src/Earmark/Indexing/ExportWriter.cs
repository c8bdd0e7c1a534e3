namespace Earmark.Indexing;

/// <summary>Writes an export from its first byte to its last. What the stream throws is passed on.</summary>
internal sealed class ExportWriter
{
    private readonly Stream _stream;

    /// <summary>Writes the header.</summary>
    public ExportWriter(Stream stream, string profileId)
    {
        _stream = stream;
        Write(new ExportHeader(ExportHeader.FormatVersion, profileId).Encode());
    }

    /// <summary>Bytes written so far.</summary>
    public long Position { get; private set; }

    /// <summary>Tracks written so far.</summary>
    public long TrackCount { get; private set; }

    /// <summary>Writes a track.</summary>
    public void Write(PackedTrack track)
    {
        Write(ExportRecord.OfTrack(track));
        TrackCount++;
    }

    /// <summary>Writes the end, without which an export counts as cut off.</summary>
    public void Finish()
    {
        Write(ExportRecord.OfEnd(TrackCount, Position));
        _stream.Flush();
    }

    private void Write(byte[] bytes)
    {
        _stream.Write(bytes);
        Position += bytes.Length;
    }
}
