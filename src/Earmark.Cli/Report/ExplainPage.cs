using System.Globalization;
using Earmark.Cli.Output;

namespace Earmark.Cli.Report;

/// <summary>Why an answer was given, as one page that needs nothing else: no network, no scripts.</summary>
internal static class ExplainPage
{
    /// <summary>The whole page; well-formed XML too.</summary>
    public static string Write(Account account, IEnumerable<Figure> figures)
    {
        var query = account.Answer.Query;
        var clip = query == "-" ? "standard input" : Text.OneLine(Path.GetFileName(query));
        var reasons = string.Concat(account.Reasons().Select(reason => $"<p>{Html.Text(Text.OneLine(reason))}</p>\n"));
        return Html.Page(
            $"Earmark: why {clip}",
            $"<div class=\"story\">\n<header>\n<p>What is “{Html.Text(clip)}”?</p>\n" +
            $"<h1>{Html.Text(Text.OneLine(account.Headline))}</h1>\n" +
            $"{reasons}</header>\n{Facts(account)}{string.Concat(figures.Select(figure => figure.ToHtml()))}" +
            "<footer>\n<p>A nat is a unit of evidence: e ≈ 2.7 times as likely. How it all works: " +
            "docs/fingerprint.md of Earmark.</p>\n<p>Made by earmark explain.</p>\n</footer>\n</div>\n");
    }

    private static string Facts(Account account)
    {
        if (account.Chosen is not { Match: var match } chosen)
        {
            return "";
        }

        return "<dl class=\"facts\">\n" +
            Html.Fact(
                "Answer",
                account.IsNamed ? Text.Clock(match.Offset) : "no name",
                account.IsNamed ? $"where the clip begins in {Text.Clock(match.Track.Duration)}" : "for this track") +
            Html.Fact(
                "Sure", Percent(match.Confidence), "that this is right") +
            Html.Fact(
                "Left of the score", Account.Nats(chosen.Margin), $"nats; {Account.Nats(account.Needed)} are needed") +
            Html.Fact(
                "Seconds that agree", (100 * match.Coverage).ToString("0", CultureInfo.InvariantCulture) + " %",
                $"of {(account.Span.Stop - account.Span.Start).ToString("0.#", CultureInfo.InvariantCulture)} s") +
            "</dl>\n";
    }

    private static string Percent(double share) => share > 0.999
        ? "> 99.9 %"
        : (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
