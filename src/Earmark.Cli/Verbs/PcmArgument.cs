using Earmark.Audio;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>The option --pcm.</summary>
internal static class PcmArgument
{
    /// <summary>Reads a format such as "s16le:44100:2".</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public static PcmFormat Parse(string text) => PcmText.TryParse(text, out var format)
        ? format
        : throw new UsageException($"--pcm {text} is not a sample format; expected {PcmText.Expected}.");
}
