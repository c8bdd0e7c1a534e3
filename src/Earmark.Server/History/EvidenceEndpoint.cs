using Earmark.Indexing;
using Earmark.Matching;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.History;

/// <summary>GET /v1/answers/{id}/evidence: why an answer was given.</summary>
internal static class EvidenceEndpoint
{
    private const int BinCount = 160;

    /// <summary>Peaks that are drawn, per second.</summary>
    private const int DrawnRank = 40;

    /// <summary>Lays the clip over the best track, or the one asked for, and sends what there is.</summary>
    public static async Task GetAsync(HttpContext context, ServerState state)
    {
        var (id, answer) = HistoryEndpoints.Demand(context, state);
        var heard = state.Answers.FindHeard(id) ?? throw ProblemException.NotFound($"evidence of answer {id} any more");
        var known = Known(answer);
        var refId = RequestValues.Text(context.Request, "ref_id");
        var chosen = refId is null ? known.FirstOrDefault() : known.Find(match => match.RefId == refId);
        if (chosen is null || state.Library.Find(chosen.RefId) is not { } track)
        {
            throw ProblemException.NotFound($"track {refId ?? chosen?.RefId} of answer {id} any more");
        }

        using var place = await state.Helping.EnterAsync(context.RequestAborted);
        var explanation = await Task.Run(() => state.Library.Explain(heard.Peaks, ToMatch(chosen, track)))
            ?? throw ProblemException.NotFound($"track {track.RefId} any more");
        var line = new EvidencePageLine(
            $"{id}",
            chosen,
            Map.Time(track.Duration.TotalSeconds),
            [.. explanation.Hits.Select(ToNumbers)],
            explanation.HitCount,
            Histogram(explanation, chosen, track),
            [.. explanation.Seconds.Select(second => new[] { second.Found, second.Expected })],
            [.. DrawnPeaks(heard, state.Library.Profile)],
            [.. known.Where(match => match.RefId != chosen.RefId)]);
        await Reply.JsonAsync(context, line, ServerJson.Wire.EvidencePageLine);
    }

    /// <summary>The tracks that an answer speaks of, best first, each once.</summary>
    private static List<MatchLine> Known(AnswerLine answer)
    {
        MatchLine?[] others = [answer.Evidence?.BestGuess, answer.Evidence?.RunnerUp];
        return [.. answer.Matches.Concat(others.OfType<MatchLine>()).DistinctBy(match => match.RefId)];
    }

    private static double[] ToNumbers(LandmarkHit hit) =>
        [Map.Time(hit.QueryTime), Map.Time(hit.ReferenceTime), hit.IsAligned ? 1 : 0];

    private static IEnumerable<double[]> DrawnPeaks(Fingerprint heard, FingerprintProfile profile) =>
        heard.Peaks.Peaks.Where(peak => peak.Rank < DrawnRank).Select(peak => new[]
        {
            Map.Time(peak.Frame * profile.FrameDuration), Math.Round(peak.Step * profile.BinWidth / 8, 1),
        });

    /// <summary>How many hits say that the clip begins at each place of the track: the answer is the spike.</summary>
    private static HistogramLine Histogram(Explanation explanation, MatchLine match, Track track)
    {
        var start = -explanation.Seconds.Count;
        var width = (track.Duration.TotalSeconds - start) / BinCount;
        var counts = new int[BinCount];
        foreach (var hit in explanation.Hits)
        {
            var bin = (int)((hit.ReferenceTime - (match.TimeFactor * hit.QueryTime) - start) / width);
            counts[Math.Clamp(bin, 0, BinCount - 1)]++;
        }

        return new HistogramLine(start, Map.Time(width), counts);
    }

    private static Match ToMatch(MatchLine line, Track track) => new()
    {
        Track = track,
        QueryStart = line.QueryStartS,
        QueryStop = line.QueryStopS,
        ReferenceStart = line.RefStartS,
        ReferenceStop = line.RefStopS,
        Offset = line.OffsetS,
        Score = line.Score,
        EValue = line.EValue,
        Confidence = line.Confidence,
        Coverage = line.Coverage,
        TimeFactor = line.TimeFactor,
        FrequencyFactor = line.FrequencyFactor,
        AlignedPeakCount = 0,
    };
}
