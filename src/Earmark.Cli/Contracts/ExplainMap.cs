using Earmark.Cli.Report;
using Earmark.Spectral;

namespace Earmark.Cli.Contracts;

/// <summary>From an explanation to what the tool prints of it.</summary>
internal static class ExplainMap
{
    private const double LowestNats = -4;
    private const double NatsPerLevel = 0.125;

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
        account.Answer.Contrast is { } contrast ? ToLine(contrast, account.Profile) : null);

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

    private static ContrastLine ToLine(ContrastRecord contrast, FingerprintProfile profile)
    {
        var levels = new byte[contrast.FrameCount * profile.BinCount];
        var row = new float[profile.BinCount];
        for (var frame = 0; frame < contrast.FrameCount; frame++)
        {
            contrast.Read(frame, row);
            for (var bin = 0; bin < row.Length; bin++)
            {
                levels[(frame * row.Length) + bin] = (byte)Math.Clamp((row[bin] - LowestNats) / NatsPerLevel, 0, 255);
            }
        }

        return new ContrastLine(
            contrast.FrameCount,
            profile.BinCount,
            profile.FrameDuration,
            profile.LowestBin * profile.BinWidth,
            profile.BinWidth,
            LowestNats,
            NatsPerLevel,
            Convert.ToBase64String(levels));
    }
}
