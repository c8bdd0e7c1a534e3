using Earmark.Server.History;
using Earmark.Server.Identify;
using Earmark.Server.Jobs;
using Earmark.Server.Tracks;
using Earmark.Server.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Earmark.Server;

/// <summary>The whole API on one screen. openapi.json says the same at length; a test holds that.</summary>
internal static class Routes
{
    /// <summary>Maps every path to what answers it.</summary>
    /// <param name="stopping">The server is to end.</param>
    public static void Map(IEndpointRouteBuilder routes, ServerState state, PageFiles page, CancellationToken stopping)
    {
        On("POST", "/v1/identify", IdentifyEndpoints.IdentifyAsync);
        On("POST", "/v1/identify/fingerprint", IdentifyEndpoints.IdentifyFingerprintAsync);
        On("POST", "/v1/fingerprint", IdentifyEndpoints.FingerprintAsync);
        On("GET", "/v1/listen", (context, all) => ListenEndpoint.ListenAsync(context, all, stopping));

        On("GET", "/v1/tracks", TrackEndpoints.ListAsync);
        On("POST", "/v1/tracks", TrackEndpoints.AddAsync);
        On("GET", "/v1/track", TrackEndpoints.GetAsync);
        On("PATCH", "/v1/track", TrackEndpoints.EditAsync);
        On("DELETE", "/v1/track", TrackEndpoints.DeleteAsync);
        On("GET", "/v1/track/audio", TrackFiles.AudioAsync);
        On("GET", "/v1/track/cover", TrackFiles.CoverAsync);

        On("GET", "/v1/jobs", JobEndpoints.ListAsync);
        On("POST", "/v1/jobs", JobEndpoints.AddAsync);
        On("GET", "/v1/jobs/{id}", JobEndpoints.GetAsync);
        On("DELETE", "/v1/jobs/{id}", JobEndpoints.CancelAsync);
        On("GET", "/v1/jobs/{id}/events", (context, all) => JobEndpoints.FollowAsync(context, all, stopping));

        On("GET", "/v1/jobs/{id}/result", ResultEndpoint.GetAsync);
        On("POST", "/v1/tracklists", JobEndpoints.AddTracklistAsync);

        On("GET", "/v1/monitors", WatchEndpoints.ListAsync);
        On("GET", "/v1/monitors/events", (context, all) => WatchEndpoints.FollowAsync(context, all, stopping));
        On("GET", "/v1/timeline", WatchEndpoints.GetAsync);

        On("GET", "/v1/history", HistoryEndpoints.ListAsync);
        On("DELETE", "/v1/history", HistoryEndpoints.ClearAsync);
        On("GET", "/v1/history/export", HistoryEndpoints.ExportAsync);
        On("GET", "/v1/answers/{id}", HistoryEndpoints.GetAsync);
        On("PATCH", "/v1/answers/{id}", HistoryEndpoints.JudgeAsync);
        On("GET", "/v1/answers/{id}/evidence", EvidenceEndpoint.GetAsync);

        On("GET", "/v1/about", ServerEndpoints.AboutAsync);
        On("GET", "/v1/stats", ServerEndpoints.StatsAsync);
        On("POST", "/v1/session", ServerEndpoints.BeginSessionAsync);
        On("DELETE", "/v1/session", ServerEndpoints.EndSessionAsync);
        On("GET", "/health/live", (context, _) => ServerEndpoints.LiveAsync(context));
        On("GET", "/health/ready", ServerEndpoints.ReadyAsync);

        foreach (var path in page.Paths)
        {
            Send(path, path);
        }

        Send("/", "/index.html");
        Send("/docs", "/docs.html");

        void On(string method, string path, Func<HttpContext, ServerState, Task> answer) =>
            routes.MapMethods(path, [method], (RequestDelegate)(context => answer(context, state)));

        void Send(string path, string file) =>
            routes.MapMethods(path, ["GET", "HEAD"], (RequestDelegate)(context => page.SendAsync(context, file)));
    }
}
