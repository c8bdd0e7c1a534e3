using System.Text;
using System.Text.RegularExpressions;
using Earmark.Cli.Degrading;

namespace Earmark.Tests.Server.Fuzzing;

/// <summary>Makes something that was right wrong, in the ways that readers stumble over.</summary>
internal static partial class Mutation
{
    /// <summary>Headers are where it hurts.</summary>
    private const int HeaderLength = 200;

    private static readonly byte[][] Extremes =
    [
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0x7F, 0xFF, 0xFF, 0xFF],
        [0x80, 0, 0, 0], [0, 0, 0xC0, 0x7F], [0, 0, 0x80, 0xFF],
    ];

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "255", "256", "65535", "65536", "100000", "2147483647", "2147483648", "-2147483648", "1e3",
        "0.5", "9223372036854775808", "1e999",
    ];

    private static readonly string[] Oddities =
    [
        "null", "true", "false", "-1", "0", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"full\"", "[]", "{}",
        $"{new string('[', 40)}{new string(']', 40)}", "NaN", "'x'", "\"..\\/..\\/etc\"", "[1,2,3,4]",
        "{\"type\":\"start\"}", "[null]", "\"\\\\x\"", "[0,0,0]", "[-1,-1,-1]",
    ];

    /// <summary>Changes bytes: some here and there, or whole stretches, or the end.</summary>
    public static byte[] OfBytes(Dice dice, ReadOnlySpan<byte> bytes)
    {
        var changed = new List<byte>(bytes.ToArray());
        for (var edit = 0; edit <= dice.Below(12) && changed.Count > 8; edit++)
        {
            var within = dice.Chance(0.6) ? Math.Min(HeaderLength, changed.Count) : changed.Count;
            var at = dice.Below(within - 4);
            var length = Math.Min(changed.Count - at, 1 + dice.Below(dice.Chance(0.8) ? 40 : 4000));
            switch (dice.Below(7))
            {
                case 0:
                    changed[at] = (byte)dice.Below(256);
                    break;
                case 1:
                    changed[at] ^= (byte)(1 << dice.Below(8));
                    break;
                case 2:
                    changed.InsertRange(at, Noise(dice, length));
                    break;
                case 3:
                    changed.RemoveRange(at, length);
                    break;
                case 4:
                    changed.InsertRange(at, changed.GetRange(at, length));
                    break;
                case 5:
                    changed.RemoveRange(at, 4);
                    changed.InsertRange(at, dice.Pick(Extremes));
                    break;
                default:
                    changed.RemoveRange(changed.Count - length, dice.Chance(0.3) ? length : 0);
                    break;
            }
        }

        return [.. changed];
    }

    /// <summary>Changes values of JSON to others that are JSON too, or nearly; sometimes its bytes.</summary>
    public static byte[] OfJson(Dice dice, string json)
    {
        for (var edit = 0; edit <= dice.Below(2); edit++)
        {
            var values = Value().Matches(json);
            if (values.Count > 0)
            {
                var value = values[dice.Below(values.Count)];
                var other = char.IsDigit(value.Value[0]) && dice.Chance(0.8) ? dice.Pick(Numbers) : dice.Pick(Oddities);
                json = json[..value.Index] + other + json[(value.Index + value.Length)..];
            }
        }

        var bytes = Encoding.UTF8.GetBytes(json);
        return dice.Chance(0.2) ? OfBytes(dice, bytes) : bytes;
    }

    /// <summary>Bytes of any kind.</summary>
    public static byte[] Noise(Dice dice, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)dice.Below(256);
        }

        return bytes;
    }

    /// <summary>Letters of any kind that may stand in a header.</summary>
    public static string Letters(Dice dice, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => (char)(' ' + dice.Below(95)))]);

    [GeneratedRegex("""
        "[^"]*"|-?\d+(\.\d+)?|true|false|null
        """)]
    private static partial Regex Value();
}
