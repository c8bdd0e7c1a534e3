using Earmark.Matching;

namespace Earmark.Server.Contracts;

/// <summary>From what the library knows of an answer to what the tool prints and the server sends of it.</summary>
internal static class EvidenceMap
{
    private const int BinCount = 160;

    /// <summary>Peaks of the clip that are told of, per second: as many as a track keeps.</summary>
    private const int ToldRank = 20;

    /// <summary>What of a track was heard where.</summary>
    /// <param name="explained">The match that the explanation is of.</param>
    /// <param name="line">The same, as it is printed.</param>
    /// <param name="runnersUp">Other tracks that the answer speaks of, best first.</param>
    public static EvidencePageLine ToLine(
        string? id,
        Match explained,
        MatchLine line,
        Explanation explanation,
        IEnumerable<MatchLine> runnersUp,
        ReasonsLine? reasons)
    {
        var offsets = explanation.CountOffsets(explained, BinCount);
        return new EvidencePageLine(
            id,
            line,
            Map.Time(explained.Track.Duration.TotalSeconds),
            [.. explanation.Hits.Select(ToNumbers)],
            explanation.HitCount,
            new HistogramLine(offsets.Start, Map.Time(offsets.BinWidth), offsets.Counts),
            [.. explanation.Seconds.Select(second => new[] { second.Found, second.Expected })],
            [.. explanation.ClipPeaks.Where(peak => peak.Rank < ToldRank).Select(ToNumbers)],
            [.. explanation.TrackPeaks.Select(ToNumbers)],
            [.. runnersUp],
            reasons);
    }

    /// <summary>How an answer was decided; null where no track was considered at all.</summary>
    public static ReasonsLine? ToLine(MatchDecision decision)
    {
        if (decision.Contenders is not [{ Stretch.Trials: var trials }, ..] contenders)
        {
            return null;
        }

        // Of equal changes the best: the steps of a search try some of them again.
        var tried = trials
            .Where(trial => !trial.IsFitted)
            .GroupBy(trial => (trial.TimeFactor, trial.FrequencyFactor))
            .Select(change => new[]
            {
                Math.Round(change.Key.TimeFactor, 5),
                Math.Round(change.Key.FrequencyFactor, 5),
                Nats(change.Max(trial => trial.Score)),
            });
        return new ReasonsLine(Nats(decision.NeededMargin), [.. contenders.Select(ToLine)], [.. tried]);
    }

    /// <summary>What a track's score is made of.</summary>
    public static ScoreLine ToLine(Contender contender) => new(
        contender.Match.Track.RefId,
        Map.Time(contender.Stretch.Start),
        [.. contender.BySecond.Select(Nats)],
        Nats(contender.PeakScore),
        Nats(contender.Penalty),
        Nats(contender.Stretch.Chance),
        Nats(contender.AlikeLevel),
        Nats(contender.Margin));

    private static double Nats(double nats) => Math.Round(nats, 2);

    private static double[] ToNumbers(LandmarkHit hit) =>
        [Map.Time(hit.QueryTime), Map.Time(hit.ReferenceTime), hit.IsAligned ? 1 : 0];

    private static double[] ToNumbers(ExplainedPeak peak) =>
        [Map.Time(peak.Time), Math.Round(peak.Frequency, 1), peak.IsMatched ? 1 : 0];
}
