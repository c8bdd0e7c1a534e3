using System.Globalization;
using Earmark.Audio;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>Raw sample formats as they are written on the command line: encoding, rate, channels.</summary>
internal static class PcmText
{
    /// <summary>The encodings, by the names that FFmpeg gives them.</summary>
    public static IReadOnlyDictionary<string, SampleEncoding> Encodings { get; } =
        new Dictionary<string, SampleEncoding>
        {
            ["u8"] = SampleEncoding.Unsigned8,
            ["s16le"] = SampleEncoding.Signed16,
            ["s24le"] = SampleEncoding.Signed24,
            ["s32le"] = SampleEncoding.Signed32,
            ["f32le"] = SampleEncoding.Ieee32,
            ["f64le"] = SampleEncoding.Ieee64,
        };

    /// <summary>Reads a format such as "s16le:44100:2".</summary>
    /// <exception cref="UsageException">It is not one.</exception>
    public static PcmFormat Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3
            && Encodings.TryGetValue(parts[0], out var encoding)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            && rate is >= PcmFormat.SampleRateMin and <= PcmFormat.SampleRateMax
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var channels)
            && channels is >= 1 and <= PcmFormat.ChannelsMax
            ? new PcmFormat(encoding, rate, channels)
            : throw new UsageException(
                $"--pcm {text} is not a sample format; expected ENCODING:RATE:CHANNELS such as s16le:44100:2, " +
                $"with one of {string.Join(", ", Encodings.Keys)}.");
    }
}
