using System.Globalization;
using System.Text;
using System.Text.Json;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.History;

/// <summary>Past answers: listed, taken away, judged.</summary>
internal static class HistoryEndpoints
{
    private const int PageDefault = 50;
    private const int PageMax = 500;

    private const string CsvHeader =
        "id,at,source,query,duration_s,decision,ref_id,title,artist,album,offset_s,confidence,e_value," +
        "time_factor,frequency_factor,is_wrong";

    /// <summary>GET /v1/history.</summary>
    public static Task ListAsync(HttpContext context, ServerState state)
    {
        var limit = RequestValues.Number(context.Request, "limit", PageDefault, 1, PageMax);
        var before = RequestValues.Text(context.Request, "before") is { } text ? Id(text) : (long?)null;
        var items = state.Answers.Page(before, limit + 1);
        var page = items.Take(limit).ToList();
        var line = new HistoryLine(page, state.Answers.Count, items.Count > limit ? page[^1].Id : null);
        return Reply.JsonAsync(context, line, ServerJson.Wire.HistoryLine);
    }

    /// <summary>GET /v1/history/export: all of it, as JSON (one answer a line) or CSV.</summary>
    public static async Task ExportAsync(HttpContext context, ServerState state)
    {
        var isCsv = RequestValues.Text(context.Request, "format") switch
        {
            "csv" => true,
            null or "json" => false,
            var other => throw ProblemException.BadParameter("format", other, "json or csv"),
        };
        var response = context.Response;
        response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = $"attachment; filename=\"earmark-history.{(isCsv ? "csv" : "jsonl")}\"";
        if (isCsv)
        {
            await response.WriteAsync($"{CsvHeader}\n", context.RequestAborted);
        }

        long? before = null;
        while (state.Answers.Page(before, PageMax) is { Count: > 0 } page)
        {
            var lines = new StringBuilder();
            foreach (var answer in page)
            {
                lines.Append(isCsv ? Row(answer) : JsonSerializer.Serialize(answer, ServerJson.Wire.AnswerLine));
                lines.Append('\n');
            }

            await response.WriteAsync($"{lines}", context.RequestAborted);
            before = Id(page[^1].Id!);
        }
    }

    /// <summary>DELETE /v1/history.</summary>
    public static Task ClearAsync(HttpContext context, ServerState state)
    {
        state.Answers.Clear();
        return Reply.NothingAsync(context);
    }

    /// <summary>GET /v1/answers/{id}.</summary>
    public static Task GetAsync(HttpContext context, ServerState state) =>
        Reply.JsonAsync(context, Demand(context, state).Answer, ServerJson.Wire.AnswerLine);

    /// <summary>PATCH /v1/answers/{id}: somebody says that it is wrong, or is not after all.</summary>
    public static async Task JudgeAsync(HttpContext context, ServerState state)
    {
        var (id, _) = Demand(context, state);
        var line = await RequestBody.ReadAsync(context, ServerJson.Wire.VerdictLine);
        state.Answers.Judge(id, line.IsWrong);
        await GetAsync(context, state);
    }

    /// <summary>The answer that a request names.</summary>
    public static (long Id, AnswerLine Answer) Demand(HttpContext context, ServerState state)
    {
        var text = context.Request.RouteValues["id"] as string ?? "";
        var id = Id(text);
        return (id, state.Answers.Find(id) ?? throw ProblemException.NotFound($"answer {id}"));
    }

    private static long Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw ProblemException.BadParameter("The id", "", "the number of an answer");

    private static string Row(AnswerLine answer)
    {
        var match = answer.Matches.Count > 0 ? answer.Matches[0] : null;
        object?[] fields =
        [
            answer.Id, answer.At.ToString("O", CultureInfo.InvariantCulture), answer.Source, answer.Query,
            answer.DurationS, answer.Decision, match?.RefId, match?.Title, match?.Artist, match?.Album, match?.OffsetS,
            match?.Confidence, match?.EValue, match?.TimeFactor, match?.FrequencyFactor,
            answer.IsWrong ? "true" : "false",
        ];
        return Spreadsheet.Row(fields);
    }
}
