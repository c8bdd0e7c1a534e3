namespace Earmark.Audio;

/// <summary>A stream's content in a temporary file that nobody else can read; deleted on Dispose.</summary>
internal sealed class SpooledFile : IDisposable
{
    private SpooledFile(string path)
    {
        Path = path;
    }

    public string Path { get; }

    /// <summary>Copies what <paramref name="head"/> holds, then the rest of <paramref name="stream"/>.</summary>
    /// <exception cref="AudioException">It is longer than <paramref name="limitBytes"/>.</exception>
    public static SpooledFile Copy(
        ReadOnlySpan<byte> head, Stream stream, string name, long limitBytes, CancellationToken cancellation)
    {
        var file = new SpooledFile(System.IO.Path.GetTempFileName());
        try
        {
            using var target = File.OpenWrite(file.Path);
            target.Write(head);
            var buffer = new byte[64 * 1024];
            int read;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                read = stream.Read(buffer);
                target.Write(buffer.AsSpan(0, read));
                if (target.Position > limitBytes)
                {
                    throw new AudioException(
                        $"{name} is longer than {limitBytes} bytes; expected less from a stream; give it as a file.");
                }
            }
            while (read > 0);

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Delete(Path);
}
