using System.Globalization;
using Earmark.Audio;

namespace Earmark.Server.Contracts;

/// <summary>Raw sample formats as they are written: encoding, rate, channels, such as s16le:44100:2.</summary>
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

    /// <summary>What a format looks like.</summary>
    public static string Expected { get; } =
        $"ENCODING:RATE:CHANNELS such as s16le:44100:2, with one of {string.Join(", ", Encodings.Keys)}";

    /// <summary>Reads a format; false where it is none.</summary>
    public static bool TryParse(string text, out PcmFormat format)
    {
        var parts = text.Split(':');
        if (parts.Length == 3
            && Encodings.TryGetValue(parts[0], out var encoding)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            && rate is >= PcmFormat.SampleRateMin and <= PcmFormat.SampleRateMax
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var channels)
            && channels is >= 1 and <= PcmFormat.ChannelsMax)
        {
            format = new PcmFormat(encoding, rate, channels);
            return true;
        }

        format = default;
        return false;
    }
}
