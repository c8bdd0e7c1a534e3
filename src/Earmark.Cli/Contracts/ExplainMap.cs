using Earmark.Cli.Report;

namespace Earmark.Cli.Contracts;

/// <summary>From an explanation to what the tool prints of it.</summary>
internal static class ExplainMap
{
    /// <summary>All of it.</summary>
    public static ExplainLine ToLine(Account account) => new(
        Map.ToLine(account.Answer, withEvidence: true),
        account is { Chosen: { } chosen, Explanation: { } explanation }
            ? EvidenceMap.ToLine(
                null,
                chosen.Match,
                Map.ToLine(chosen.Match, 1),
                explanation,
                account.Answer.Evidence.Contenders
                    .Where(contender => contender.Match.Track.Id != chosen.Match.Track.Id)
                    .Select((contender, index) => Map.ToLine(contender.Match, index + 2)),
                EvidenceMap.ToLine(account.Answer.Evidence))
            : null,
        account.Chosen is { } contender ? EvidenceMap.ToLine(contender) : null,
        account.Answer.Contrast is { } contrast ? ContrastMap.ToLine(contrast) : null);

    /// <summary>The evidence, second by second; nothing where there is no track.</summary>
    public static IEnumerable<SecondLine> Seconds(Account account)
    {
        if (account is not { Chosen: { } chosen, Explanation: { } explanation })
        {
            yield break;
        }

        foreach (var (index, nats) in chosen.BySecond.Index())
        {
            var second = (int)chosen.Stretch.Start + index;
            var peaks = explanation.Seconds.ElementAtOrDefault(second);
            yield return new SecondLine(
                account.Answer.Query,
                chosen.Match.Track.RefId,
                second,
                Math.Round(nats, 2),
                peaks.Found,
                peaks.Expected);
        }
    }
}
