namespace Earmark.Audio;

/// <summary>The picture that a music file brings along.</summary>
public static class CoverArt
{
    /// <summary>A picture of 512 × 512 is a tenth of that.</summary>
    private const int BytesMax = 2 << 20;

    /// <summary>
    /// Reads it as JPEG of at most 512 × 512 pixels, whatever it is in the file; null where there is none, or FFmpeg
    /// is not.
    /// </summary>
    /// <remarks>Under the same limits as decoding sound: pictures come from strangers as well.</remarks>
    public static byte[]? Read(string path, AudioOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var process = FfmpegProcess.StartPicture(path, path, options ?? new AudioOptions(), cancellation);
            using var picture = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = process.Wait(() => process.Output.Read(buffer))) > 0)
            {
                picture.Write(buffer, 0, count);
                if (picture.Length > BytesMax)
                {
                    return null;
                }
            }

            return process.Complete() && picture.Length > 0 ? picture.ToArray() : null;
        }
        catch (Exception e) when (e is AudioException or IOException)
        {
            // A track without a picture is nothing to complain of.
            return null;
        }
    }
}
