using System.Net;
using System.Text;

namespace Earmark.Cli.Report;

/// <summary>Pieces of HTML that is well-formed XML too.</summary>
internal static class Html
{
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
    public static string Figure(string heading, string explanation, string chart, string table) =>
        $"<section>\n<h2>{Text(heading)}</h2>\n<p>{Text(explanation)}</p>\n<figure>\n{chart}</figure>\n" +
        $"<details><summary>The numbers</summary>\n<div class=\"scroll\">{table}</div></details>\n</section>\n";
}
