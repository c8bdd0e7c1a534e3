namespace Earmark.Audio;

/// <content>Runs that may have no end: of what web servers send, and of pipes.</content>
internal sealed partial class FfmpegProcess
{
    /// <summary>
    /// What a stream of a web server may be fetched by, whatever its playlist names: never a file of this machine.
    /// </summary>
    private const string WebProtocols = "http,https,httpproxy,tcp,tls,crypto";

    /// <summary>Begins to decode what a web server sends, for as long as it does.</summary>
    /// <param name="url">Of the scheme http or https; where it leads on to must be so, too.</param>
    /// <param name="parts">Is told of the parts of a playlist.</param>
    /// <inheritdoc cref="Start(string, string, AudioOptions, CancellationToken)"/>
    public static FfmpegProcess StartUrl(
        Uri url, string name, HeardParts parts, AudioOptions options, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-protocol_whitelist", WebProtocols, "-format_whitelist", Formats + ",hls",
            "-rw_timeout", $"{(long)options.StallLimit.TotalMicroseconds}", .. Sound.Input,
            "-i", url.AbsoluteUri, .. Sound.Output,
        ];
        return Start(arguments, name, options, cancellation, parts: parts);
    }

    /// <summary>Begins to decode a stream as it comes, which must not need to be sought in.</summary>
    /// <param name="stream">Read by a thread of its own until it ends, or FFmpeg does.</param>
    /// <inheritdoc cref="Start(string, string, AudioOptions, CancellationToken)"/>
    public static FfmpegProcess StartPipe(
        Stream stream, string name, AudioOptions options, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-protocol_whitelist", "pipe", "-format_whitelist", Formats, .. Sound.Input,
            "-i", "pipe:0", .. Sound.Output,
        ];
        return Start(arguments, name, options, cancellation, stream);
    }

    private static void Feed(Stream from, Stream to)
    {
        try
        {
            using (to)
            {
                from.CopyTo(to);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // FFmpeg has ended, or what is read has: what was decoded until then counts.
        }
    }
}
