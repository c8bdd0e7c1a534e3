using System.Globalization;
using System.Text.Json;
using Earmark.Monitoring;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Watching;

/// <summary>What is monitored, and what was heard: nobody can have anything monitored by asking.</summary>
internal static class WatchEndpoints
{
    private const int DaysMax = 31;
    private const int ItemsMax = 20_000;

    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(500);

    /// <summary>What people see along time; the start of a play is in its end.</summary>
    private static readonly MonitorEventKind[] Shown =
    [
        MonitorEventKind.PlayEnded, MonitorEventKind.Unknown, MonitorEventKind.Silence, MonitorEventKind.SourceBack,
    ];

    /// <summary>GET /v1/monitors: every source, and how it is with it.</summary>
    public static Task ListAsync(HttpContext context, ServerState state) =>
        Reply.JsonAsync(context, new SourceListLine(state.Watch.Lines()), ServerJson.Wire.SourceListLine);

    /// <summary>GET /v1/monitors/events: the same, whenever it has changed.</summary>
    public static async Task FollowAsync(HttpContext context, ServerState state, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var sent = "";
        try
        {
            while (true)
            {
                var lines = new SourceListLine(state.Watch.Lines());
                var line = JsonSerializer.Serialize(lines, ServerJson.Wire.SourceListLine);
                if (line != sent)
                {
                    await context.Response.WriteAsync($"data: {line}\n\n", end.Token);
                    await context.Response.Body.FlushAsync(end.Token);
                    sent = line;
                }

                await Task.Delay(Pulse, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody follows any more, or the server ends.
        }
    }

    /// <summary>GET /v1/timeline: what was heard between two times, as JSON or CSV.</summary>
    public static Task GetAsync(HttpContext context, ServerState state)
    {
        var request = context.Request;
        var to = RequestValues.Moment(request, "to", state.Time.GetUtcNow());
        var from = RequestValues.Moment(request, "from", to - TimeSpan.FromDays(1));
        if (to < from || to - from > TimeSpan.FromDays(DaysMax))
        {
            throw ProblemException.BadParameter(
                "from",
                from.ToString("O", CultureInfo.InvariantCulture),
                $"a time before to, and at most {DaysMax} days before it");
        }

        var source = RequestValues.Text(request, "source");
        var isCsv = RequestValues.Text(request, "format") switch
        {
            "csv" => true,
            null or "json" => false,
            var other => throw ProblemException.BadParameter("format", RequestValues.Shown(other), "json or csv"),
        };
        var log = state.Watch.Log;
        var found = log?.Between(from, to, source, Shown) ?? [];
        var items = found.Take(ItemsMax).Select(kept => MonitorMap.ToLine(kept.Event, log!.Id, kept.Id)).ToList();
        if (isCsv)
        {
            context.Response.Headers.ContentDisposition = "attachment; filename=\"earmark-timeline.csv\"";
            return Reply.BytesAsync(
                context,
                Spreadsheet.Bytes(MonitorCsv.Header, items.Select(MonitorCsv.Fields)),
                "text/csv; charset=utf-8");
        }

        var sources = items.Select(item => item.Source).Distinct().Order(StringComparer.Ordinal);
        var line = new TimelineLine(from, to, [.. sources], items, found.Count <= ItemsMax);
        return Reply.JsonAsync(context, line, ServerJson.Wire.TimelineLine);
    }
}
