using System.Text.Json;
using Earmark.Audio;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Earmark.Server.Tracks;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Jobs;

/// <summary>What takes a while: asked for, and how far that is.</summary>
internal static class JobEndpoints
{
    private const int PathsMax = 100;
    private const int TakesMax = 16;

    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    /// <summary>GET /v1/jobs.</summary>
    public static Task ListAsync(HttpContext context, ServerState state)
    {
        var jobs = state.Jobs.All.Select(job => job.Line with { Failures = [] });
        return Reply.JsonAsync(
            context, new JobListLine([.. jobs], state.Options.Roots), ServerJson.Wire.JobListLine);
    }

    /// <summary>POST /v1/jobs: has something done with files and folders of the server, or the library.</summary>
    public static async Task AddAsync(HttpContext context, ServerState state)
    {
        var request = await RequestBody.ReadAsync(context, ServerJson.Wire.JobRequestLine);
        await AcceptAsync(context, state.Jobs.Add(ToJob(request, state)));
    }

    /// <summary>POST /v1/tracklists: tells what is played in the recording in the body.</summary>
    public static async Task AddTracklistAsync(HttpContext context, ServerState state)
    {
        var options = RequestValues.Monitor(context.Request, state.Options);
        state.Jobs.DemandRoom();
        var upload = await Upload.ReadAsync(context);
        try
        {
            var job = new TracklistJob(
                upload.Name,
                (decoding, end) => AudioStream.Open(upload.Content, upload.Name, decoding, end),
                options,
                upload);
            await AcceptAsync(context, state.Jobs.Add(job));
        }
        catch (ProblemException)
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    /// <summary>GET /v1/jobs/{id}.</summary>
    public static Task GetAsync(HttpContext context, ServerState state) =>
        Reply.JsonAsync(context, Demand(context, state).Line, ServerJson.Wire.JobLine);

    /// <summary>DELETE /v1/jobs/{id}: what is stored or found stays, the rest is not.</summary>
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

    /// <summary>The job that a request names.</summary>
    public static Job Demand(HttpContext context, ServerState state)
    {
        var id = context.Request.RouteValues["id"] as string ?? "";
        return state.Jobs.Find(id) ?? throw ProblemException.NotFound($"job {id}");
    }

    private static Task AcceptAsync(HttpContext context, Job job)
    {
        var line = job.Line;
        context.Response.Headers.Location = $"/v1/jobs/{line.Id}";
        return Reply.JsonAsync(context, line, ServerJson.Wire.JobLine, 202);
    }

    private static Job ToJob(JobRequestLine request, ServerState state)
    {
        switch (request.Kind ?? "store")
        {
            case "store":
                TrackEndpoints.DemandWritable(state);
                return new StoreJob(Paths(request, state, 1, PathsMax));
            case "tracklist":
                var path = Paths(request, state, 1, 1)[0];
                return new TracklistJob(
                    path,
                    (decoding, end) => AudioStream.Open(path, decoding, end),
                    Limits.ForMonitoring(state.Options));
            case "dedup":
                return new DedupJob();
            case "same":
                var pair = Paths(request, state, 2, 2);
                return new SameJob(pair[0], pair[1]);
            case "sync":
                return new SyncJob(Paths(request, state, 2, TakesMax));
            default:
                throw ProblemException.BadParameter(
                    "kind", RequestValues.Shown(request.Kind), "store, tracklist, dedup, same or sync");
        }
    }

    /// <summary>Paths of a request, each known to lie below a root.</summary>
    private static List<string> Paths(JobRequestLine request, ServerState state, int least, int most)
    {
        var count = request.Paths?.Count ?? 0;
        var expected = least == most ? $"{least}" : $"{least} to {most}";
        return count >= least && count <= most
            ? [.. request.Paths!.Select(path => RootedPath.Demand(path, state.Options.Roots))]
            : throw new ProblemException(
                400, "bad-parameter", $"There are {count} paths; expected {expected} for {request.Kind ?? "store"}.");
    }
}
