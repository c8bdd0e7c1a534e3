using Earmark.Indexing;
using Earmark.Matching;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.History;

/// <summary>GET /v1/answers/{id}/evidence: why an answer was given.</summary>
internal static class EvidenceEndpoint
{
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
        var match = ToMatch(chosen, track);
        var explanation = await Task.Run(() => state.Library.Explain(heard.Peaks, match))
            ?? throw ProblemException.NotFound($"track {track.RefId} any more");
        var others = known.Where(other => other.RefId != chosen.RefId);
        var line = EvidenceMap.ToLine($"{id}", match, chosen, explanation, others, state.Answers.FindReasons(id));
        line = line with { Contrast = state.Answers.FindPicture(id) };
        await Reply.JsonAsync(context, line, ServerJson.Wire.EvidencePageLine);
    }

    /// <summary>The tracks that an answer speaks of, best first, each once.</summary>
    private static List<MatchLine> Known(AnswerLine answer)
    {
        MatchLine?[] others = [answer.Evidence?.BestGuess, answer.Evidence?.RunnerUp];
        return [.. answer.Matches.Concat(others.OfType<MatchLine>()).DistinctBy(match => match.RefId)];
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
