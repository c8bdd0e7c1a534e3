using Earmark.Cli.Output;
using Earmark.Cli.Pictures;

namespace Earmark.Cli.Report;

/// <summary>The most of an explanation that a terminal can show.</summary>
internal static class ExplainScreen
{
    private const int WidthMax = 96;
    private const int WidthMin = 20;
    private const int PictureLines = 12;
    private const int DrawnRank = 20;
    private const int Indent = 2;

    /// <summary>Lines, indented; without escape sequences where there are no colors.</summary>
    public static IEnumerable<string> Lines(Account account, Screen screen)
    {
        if (account.Answer.Contrast is not { FrameCount: > 0 } contrast || account.Answer.Heard.Peaks.Count == 0)
        {
            yield break;
        }

        var indent = new string(' ', Indent);
        var width = Math.Clamp(screen.Columns - (2 * Indent), WidthMin, WidthMax);
        var (start, stop) = account.Span;
        yield return "";
        var picture = screen.Colors == ColorDepth.None
            ? Blocks.InDots(Peaks(account), width, PictureLines)
            : Blocks.InColor(
                HeardGrid.Of(
                    contrast, account.Profile, account.Span, width, 2 * PictureLines, HeardGrid.CoarseRange),
                screen.Colors);
        foreach (var line in picture)
        {
            yield return indent + line;
        }

        var (from, to) = ($"{Axis.Number(Math.Round(start, 1))} s", $"{Axis.Number(Math.Round(stop, 1))} s");
        var what = screen.Colors == ColorDepth.None ? "strongest peaks" : "what stands out";
        var about = $"{what}, 94 to 3906 Hz";
        yield return indent + from + about.PadLeft((width + about.Length) / 2 - from.Length)
            .PadRight(Math.Max(0, width - from.Length - to.Length)) + to;

        if (account is not { Chosen: { } chosen, Explanation: { } explanation })
        {
            yield break;
        }

        yield return "";
        yield return indent + Blocks.InBars(chosen.BySecond, Math.Max(1, width / Math.Max(1, chosen.BySecond.Count)));
        var most = chosen.BySecond.DefaultIfEmpty(0).Max();
        yield return $"{indent}evidence by second, at most {Account.Nats(most)} nats";
        var offsets = explanation.CountOffsets(chosen.Match, width);
        yield return "";
        yield return indent + Blocks.InBars([.. offsets.Counts.Select(count => (double)count)]);
        yield return
            $"{indent}landmarks that agree on where in the track the clip begins, at most {offsets.Counts.Max()}";
    }

    private static IEnumerable<(double, double)> Peaks(Account account)
    {
        var (start, stop) = account.Span;
        var profile = account.Profile;
        const int PerBin = Landmarks.Peak.StepsPerBin;
        var (lowest, count) = (profile.LowestBin * PerBin, profile.BinCount * PerBin);
        return account.Answer.Heard.Peaks
            .Where(peak => peak.Rank < DrawnRank)
            .Select(peak => (Time: peak.Frame * profile.FrameDuration, peak.Step))
            .Where(peak => peak.Time >= start && peak.Time < stop)
            .Select(peak => ((peak.Time - start) / (stop - start), 1 - ((peak.Step - lowest) / (double)count)));
    }
}
