using System.Text.Json;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Earmark.Server.Tracks;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Jobs;

/// <summary>Folders of the server that are to be stored, and how far that is.</summary>
internal static class JobEndpoints
{
    private const int PathsMax = 100;

    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    /// <summary>GET /v1/jobs.</summary>
    public static Task ListAsync(HttpContext context, ServerState state)
    {
        var jobs = state.Jobs.All.Select(job => job.Line with { Failures = [] });
        return Reply.JsonAsync(
            context, new JobListLine([.. jobs], state.Options.Roots), ServerJson.Wire.JobListLine);
    }

    /// <summary>POST /v1/jobs: has files and folders stored.</summary>
    public static async Task AddAsync(HttpContext context, ServerState state)
    {
        TrackEndpoints.DemandWritable(state);
        var request = await RequestBody.ReadAsync(context, ServerJson.Wire.JobRequestLine);
        if (request.Paths is not { Count: > 0 and <= PathsMax } paths)
        {
            throw new ProblemException(400, "bad-parameter", $"There are no paths; expected 1 to {PathsMax}.");
        }

        var allowed = paths.Select(path => RootedPath.Demand(path, state.Options.Roots)).ToList();
        var job = state.Jobs.Add(allowed);
        context.Response.Headers.Location = $"/v1/jobs/{job.Line.Id}";
        await Reply.JsonAsync(context, job.Line, ServerJson.Wire.JobLine, 202);
    }

    /// <summary>GET /v1/jobs/{id}.</summary>
    public static Task GetAsync(HttpContext context, ServerState state) =>
        Reply.JsonAsync(context, Demand(context, state).Line, ServerJson.Wire.JobLine);

    /// <summary>DELETE /v1/jobs/{id}: what is stored stays, the rest is not.</summary>
    public static Task CancelAsync(HttpContext context, ServerState state)
    {
        Demand(context, state).Cancel();
        return Reply.NothingAsync(context);
    }

    /// <summary>GET /v1/jobs/{id}/events: the job, whenever it has changed, until it is over.</summary>
    public static async Task FollowAsync(HttpContext context, ServerState state, CancellationToken stopping)
    {
        var job = Demand(context, state);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var sent = "";
        try
        {
            while (true)
            {
                var isOver = job.IsOver;
                var line = JsonSerializer.Serialize(job.Line, ServerJson.Wire.JobLine);
                if (line != sent)
                {
                    await context.Response.WriteAsync($"data: {line}\n\n", end.Token);
                    await context.Response.Body.FlushAsync(end.Token);
                    sent = line;
                }

                if (isOver)
                {
                    return;
                }

                await Task.Delay(Pulse, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody follows any more, or the server ends.
        }
    }

    private static Job Demand(HttpContext context, ServerState state)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        return state.Jobs.Find(id) ?? throw ProblemException.NotFound($"job {id}");
    }
}
