using System.Globalization;
using System.Text.RegularExpressions;

namespace Earmark.Tests.Indexing;

/// <summary>The bytes that an annotated hex dump in a document shows; those not shown are zero.</summary>
internal static partial class HexDump
{
    public static byte[] Read(string document, int length)
    {
        var bytes = new byte[length];
        foreach (Match line in Line().Matches(document))
        {
            var offset = int.Parse(line.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var shown = line.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal);
            Convert.FromHexString(shown).CopyTo(bytes, offset);
        }

        return bytes;
    }

    [GeneratedRegex("^([0-9a-f]{4})  ((?:[0-9a-f]{2} )+) ", RegexOptions.Multiline)]
    private static partial Regex Line();
}
