using System.Collections.Frozen;

namespace Earmark.Cli.Pictures;

/// <summary>Letters as lines, for pictures that are drawn where no font can be counted on.</summary>
/// <remarks>
/// <code>
/// A glyph is some lines, apart by spaces, each of points in two digits: x, then y, base 16.
/// y   0 is the height of capitals, 3 that of small letters, 8 the base line, a what hangs below it
/// </code>
/// Drawn for this program. Western accents are left out, and what has no glyph is a box.
/// </remarks>
internal static class StrokeFont
{
    private const double UnitsPerSize = 11.5;
    private const double BaseLine = 8;
    private const double Gap = 1.9;
    private const string Unknown = "0208484202";

    private static readonly FrozenDictionary<char, string> Glyphs = Sheet().ToFrozenDictionary();

    /// <summary>The lines of some words, where they lie in the drawing.</summary>
    public static IEnumerable<(double X, double Y)[]> Strokes(Mark.Words words)
    {
        var unit = words.Size / UnitsPerSize;
        var text = Plain(words.Text);
        var length = Length(text) * unit;
        var start = words.Anchor switch { Anchor.Middle => -length / 2, Anchor.End => -length, _ => 0 };
        foreach (var character in text)
        {
            foreach (var line in Lines(character))
            {
                yield return [.. line.Select(point => Place(start + (point.X * unit), (point.Y - BaseLine) * unit))];
            }

            start += Advance(character) * unit;
        }

        (double X, double Y) Place(double along, double below) => words.IsUpright
            ? (words.X + below, words.Y - along)
            : (words.X + along, words.Y + below);
    }

    /// <summary>Whether a letter has a glyph of its own.</summary>
    public static bool Has(char character) => character == ' ' || Glyphs.ContainsKey(character);

    private static double Length(string text) => text.Sum(Advance) - Gap;

    private static double Advance(char character) => character == ' '
        ? 4
        : Lines(character).SelectMany(line => line).Max(point => point.X) + Gap;

    private static IEnumerable<(double X, double Y)[]> Lines(char character) => character == ' '
        ? []
        : Glyphs.GetValueOrDefault(character, Unknown).Split(' ').Select(line => line.Chunk(2).Select(point =>
            ((double)Digit(point[0]), (double)Digit(point[1]))).ToArray());

    private static int Digit(char digit) => Convert.ToInt32(digit.ToString(), 16);

    /// <summary>Western letters without their accents.</summary>
    private static string Plain(string text)
    {
        const char First = '\u00C0';
        const string Bare = "AAAAAAACEEEEIIIIDNOOOOO×OUUUUYPsaaaaaaaceeeeiiiidnooooo/ouuuuypy";
        return string.Concat(text.Select(c => c >= First && c < First + Bare.Length ? Bare[c - First] : c));
    }

    private static IEnumerable<KeyValuePair<char, string>> Sheet()
    {
        const string Letters =
            "A 083068 1555|B 00084857554404 4453514000|C 5140200206284857|D 00083856523000|E 50000858 0444|" +
            "F 500008 0444|G 51402002062848575434|H 0008 5058 0454|I 0008|J 4046381806|K 0008 5005 2358|" +
            "L 000858|M 0800356068|N 08005850|O 200206283856523020|P 08004051534404|Q 200206283856523020 3558|" +
            "R 08004051534404 3458|S 514010010314445557481807|T 0060 3038|U 000628385650|V 003860|W 0028426880|" +
            "X 0058 5008|Y 003460 3438|Z 00500858|a 4348 4433130407183847|b 0008 0413334447381807|" +
            "c 4433130407183847|d 4048 4433130407183847|e 05454433130407183847|f 30201118 0333|" +
            "g 43493a1a09 4433130407183847|h 0008 0413334448|i 0308 0101|j 13190a 1111|k 0008 4306 1548|" +
            "l 000718|m 0308 0413233438 3443536468|n 0308 0413334448|o 130407183847443313|" +
            "p 030a 0413334447381807|q 434a 4433130407183847|r 0308 052333|s 44331304153647381807|" +
            "t 11172838 0333|u 0307183847 4348|v 032843|w 0318345863|x 0348 4308|y 0328 431a0a|z 03430848";
        const string Digits =
            "0 100107183847413010|1 022028|2 01103041430848|3 01103041433414 344547381807|4 38300646|" +
            "5 400003334447381807|6 413010010718384745341405|7 004018|8 14030110304143341405071838474534|" +
            "9 071838474130100103143443";
        const string Signs =
            ". 0808|, 170a|: 0404 0808|; 1414 180a|! 0005 0808|? 01103041422425 2828|- 0535|– 0555|— 0575|" +
            "− 0545|+ 0545 2327|± 0444 2226 0848|× 0347 4307|· 0505|/ 0840|\\ 0048|( 10020618|) 00121608|" +
            "[ 10000818|] 00101808|% 5008 1001122110 4637485746|& 581311203041420607183855|' 0002|’ 0002|" +
            "\" 0002 2022|“ 0002 2022|” 0002 2022|# 1018 3038 0343 0545|= 0444 0646|° 1001122110|" +
            "… 0808 2828 4848|_ 0959|< 420548|> 024508|≤ 410447 0848|≥ 014407 0848|→ 0565 436547|" +
            "* 0246 4206 2127";
        foreach (var entry in $"{Letters}|{Digits}|{Signs}".Split('|'))
        {
            yield return new(entry[0], entry[2..]);
        }
    }
}
