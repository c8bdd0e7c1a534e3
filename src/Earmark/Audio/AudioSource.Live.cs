namespace Earmark.Audio;

/// <content>Sources that may have no end.</content>
internal sealed partial class AudioSource
{
    /// <summary>Parts of a playlist that were heard before; null for what is none.</summary>
    private HeardParts? _parts;

    /// <summary>Opens what a web server sends.</summary>
    /// <param name="parts">Of what was opened at this address before: they are read, and not heard again.</param>
    public static AudioSource OpenUrl(
        Uri url, string name, HeardParts parts, AudioOptions options, CancellationToken cancellation)
    {
        name = Printable(name);
        parts.Begin();
        var process = FfmpegProcess.StartUrl(url, name, parts, options, cancellation);
        process.StallSentence = $"{name} has sent nothing new for {options.StallLimit.TotalSeconds:0.#} s; expected a "
            + "stream that goes on; check whether the station is on the air.";
        var source = Decode(
            process,
            name,
            log => IsList(url) && log.Cause.Contains("Invalid data", StringComparison.Ordinal)
                ? $"{name} is a list of streams, which is not followed; expected the address of a stream; give one "
                    + "that is in the list."
                : $"{name} cannot be heard (found: {log.Cause}); expected a stream or file of music; "
                    + "check the address, and whether a browser plays it.");
        source._parts = parts;
        return source;
    }

    /// <summary>Whether an address has the ending of the lists that radio stations offer to players.</summary>
    private static bool IsList(Uri url) =>
        Path.GetExtension(url.AbsolutePath).ToLowerInvariant() is ".m3u" or ".pls" or ".asx" or ".xspf";

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
