namespace Earmark.Audio;

/// <content>Sources that may have no end.</content>
internal sealed partial class AudioSource
{
    /// <summary>Opens what a web server sends.</summary>
    public static AudioSource OpenUrl(Uri url, string name, AudioOptions options, CancellationToken cancellation)
    {
        name = Printable(name);
        return Decode(
            FfmpegProcess.StartUrl(url, name, options, cancellation),
            name,
            log => $"{name} cannot be heard (found: {log.Cause}); expected a stream or file of music; "
                + "check the address, and whether a browser plays it.");
    }

    /// <summary>Opens a stream that is read as it comes, however long it is.</summary>
    public static AudioSource OpenEndless(
        Stream stream, string name, AudioOptions options, CancellationToken cancellation)
    {
        name = Printable(name);
        var head = ReadHead(stream, name);
        if (OpenHead(stream, head, name) is { } wav)
        {
            return wav;
        }

        return Decode(
            FfmpegProcess.StartPipe(new HeadedStream(head, stream), name, options, cancellation),
            name,
            log => $"{name} is not audio that FFmpeg can read as it comes (found: {log.Cause}); "
                + "expected music or speech, and no MP4 whose index is at its end: give such as a file.");
    }
}
