using System.Text.RegularExpressions;

namespace Earmark.Tests.House;

/// <summary>The rules of docs/style.md that a machine can hold, as functions from a file to its faults.</summary>
internal static partial class Tidy
{
    private const int LinesMax = 300;
    private const int ColumnsMax = 120;

    // Words are put together here, so that this file does not break its own rules.
    private static readonly (string Text, string Reason)[] Banned =
    [
        ("DateTime" + ".Now", "time comes from TimeProvider"),
        ("DateTime" + ".UtcNow", "time comes from TimeProvider"),
        ("DateTimeOffset" + ".Now", "time comes from TimeProvider"),
        ("DateTimeOffset" + ".UtcNow", "time comes from TimeProvider"),
        ("new Random" + "()", "every random source takes a seed"),
        ("Random" + ".Shared", "every random source takes a seed"),
        ("NotImplemented" + "Exception", "nothing is half made"),
        ("TO" + "DO", "do it, or open an issue"),
        ("FIX" + "ME", "do it, or open an issue"),
        ("#reg" + "ion", "a file that needs regions is two files"),
        ("MathF.FusedMultiply" + "Add", "results are the same on every machine"),
        ("Math.FusedMultiply" + "Add", "results are the same on every machine"),
    ];

    private static readonly string[] EmptyNames =
        ["Service", "Manager", "Helper", "Helpers", "Utils", "Utility", "Base"];

    /// <summary>Faults of any text file: line ends, tabs, spaces at line ends, length of lines.</summary>
    public static IEnumerable<string> TextFaults(string path, string text)
    {
        if (text.Contains('\r'))
        {
            yield return $"{path}: CR; lines end with LF alone";
        }

        if (text.Length > 0 && (text[^1] != '\n' || text.EndsWith("\n\n", StringComparison.Ordinal)))
        {
            yield return $"{path}: does not end with exactly one LF";
        }

        var isProse = path.EndsWith(".md", StringComparison.Ordinal);
        foreach (var (number, line) in text.Split('\n').Index())
        {
            if (line.Contains('\t'))
            {
                yield return $"{path}:{number + 1}: tab";
            }

            if (line.TrimEnd('\r').EndsWith(' '))
            {
                yield return $"{path}:{number + 1}: space at the end of the line";
            }

            if (!isProse && line.Length > ColumnsMax)
            {
                yield return $"{path}:{number + 1}: {line.Length} columns, at most {ColumnsMax}";
            }
        }
    }

    /// <summary>Faults of a C# file: length, banned words, types that are not one, or not named as the file.</summary>
    public static IEnumerable<string> SourceFaults(string path, string text)
    {
        var lineCount = text.Count(c => c == '\n');
        if (lineCount > LinesMax)
        {
            yield return $"{path}: {lineCount} lines, at most {LinesMax}";
        }

        foreach (var (banned, reason) in Banned)
        {
            if (text.Contains(banned, StringComparison.Ordinal))
            {
                yield return $"{path}: {banned}; {reason}";
            }
        }

        var types = TopLevelType().Matches(text).Select(match => match.Groups["name"].Value).Distinct().ToList();
        if (types.Count > 1)
        {
            yield return $"{path}: {types.Count} types ({string.Join(", ", types)}), one per file";
        }

        // PeakPicker.Vector.cs holds another part of PeakPicker.
        var fileName = Path.GetFileName(path).Split('.')[0];
        if (types.Count == 1 && types[0] != fileName)
        {
            yield return $"{path}: holds {types[0]}; the file is named by its type";
        }

        foreach (var name in EmptyNames.Where(empty => types.Any(t => t.EndsWith(empty, StringComparison.Ordinal))))
        {
            yield return $"{path}: a type named {name} says nothing of what it is";
        }
    }

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|ref|unsafe|partial) )*" +
        @"(?:record struct|record class|record|class|struct|interface|enum|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
