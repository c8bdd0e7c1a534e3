using System.Globalization;
using System.Text;

namespace Earmark.Server.Http;

/// <summary>CSV for spreadsheets: RFC 4180 but for the line feed alone, and without formulas.</summary>
internal static class Spreadsheet
{
    /// <summary>A table.</summary>
    /// <param name="header">Its columns.</param>
    /// <param name="rows">The fields of each row.</param>
    public static byte[] Bytes(string header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows)
        {
            text.Append(Row(row)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A row of fields.</summary>
    public static string Row(IEnumerable<object?> fields) => string.Join(',', fields.Select(Field));

    private static string Field(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

        // A spreadsheet takes these for formulas, and names come from strangers.
        if (value is string && text is ['=' or '+' or '-' or '@', ..])
        {
            text = $"'{text}";
        }

        return text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
