using System.Net;
using System.Text;

namespace Earmark.Cli.Report;

/// <summary>Pieces of HTML that is well-formed XML too.</summary>
internal static class Html
{
    /// <summary>Letters above which a fact is set smaller, so that it fits.</summary>
    private const int LongFact = 14;

    private const string StyleName = "Earmark.Cli.Report.report.css";

    /// <summary>Text with all that means something escaped; for attributes too.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A table: the first column names the rows, the others are numbers.</summary>
    public static string Table(
        string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<TableCell>> rows)
    {
        var table = new StringBuilder($"<table>\n<caption>{Text(caption)}</caption>\n<thead><tr>");
        foreach (var column in columns)
        {
            table.Append($"<th scope=\"col\">{Text(column)}</th>");
        }

        table.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            table.Append($"<tr><th scope=\"row\">{Text(row[0].Text)}</th>");
            foreach (var cell in row.Skip(1))
            {
                var heat = cell.Share is { } share
                    ? FormattableString.Invariant($" class=\"heat\" style=\"--share: {share:0.##}\"")
                    : "";
                table.Append($"<td{heat}>{Text(cell.Text)}</td>");
            }

            table.Append("</tr>\n");
        }

        return table.Append("</tbody>\n</table>\n").ToString();
    }

    /// <summary>A chart with its heading, what to see in it, and the numbers behind it, folded away.</summary>
    /// <param name="table">As HTML; null for none.</param>
    public static string Figure(string heading, string explanation, string chart, string? table) =>
        $"<section>\n<h2>{Text(heading)}</h2>\n<p>{Text(explanation)}</p>\n<figure>\n{chart}</figure>\n" +
        (table is null
            ? ""
            : $"<details><summary>The numbers</summary>\n<div class=\"scroll\">{table}</div></details>\n") +
        "</section>\n";

    /// <summary>A whole page that needs nothing else: no network, no scripts.</summary>
    /// <param name="body">What is in it, as HTML.</param>
    public static string Page(string title, string body) =>
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n" +
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n" +
        $"<title>{Text(title)}</title>\n<style>\n{ReadStyle()}</style>\n</head>\n" +
        $"<body>\n<main>\n{body}</main>\n</body>\n</html>\n";

    /// <summary>A number that matters, large, with its name and a note.</summary>
    public static string Fact(string name, string value, string note) =>
        $"<div><dt>{Text(name)}</dt><dd{(value.Length > LongFact ? " class=\"long\"" : "")}>{Text(value)}" +
        $"<small>{Text(note)}</small></dd></div>\n";

    private static string ReadStyle()
    {
        using var stream = typeof(Html).Assembly.GetManifestResourceStream(StyleName)
            ?? throw new InvalidOperationException($"{StyleName} was not built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
