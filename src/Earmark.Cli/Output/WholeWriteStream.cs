using Microsoft.Win32.SafeHandles;

namespace Earmark.Cli.Output;

/// <summary>Standard output that goes into a file: what finds no room there is not left by half.</summary>
/// <remarks>A full disk takes the first part of a line, of which whoever reads it could make nothing.</remarks>
/// <param name="inner">Writes at the place that the file's other writers share.</param>
/// <param name="file">The same file.</param>
internal sealed class WholeWriteStream(Stream inner, SafeFileHandle file) : SequentialStream
{
    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var before = RandomAccess.GetLength(file);
        try
        {
            inner.Write(buffer);
        }
        catch (IOException e) when (Failure.IsDiskFull(e))
        {
            // More than we wrote is somebody else's.
            if (RandomAccess.GetLength(file) - before is > 0 and var added && added < buffer.Length)
            {
                RandomAccess.SetLength(file, before);
            }

            throw new IOException(
                "Standard output cannot be written: its disk is full; free some space, or send it to another disk.", e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
