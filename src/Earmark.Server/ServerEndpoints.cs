using Earmark.Audio;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server;

/// <summary>What the server says of itself, and who may use it.</summary>
internal static class ServerEndpoints
{
    private static readonly string Version =
        typeof(ServerEndpoints).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static readonly Lazy<bool> HasFfmpeg = new(() => Ffmpeg.Find() is not null);

    /// <summary>GET /v1/about: what a page must know before it asks. No key is needed to be told that one is.</summary>
    public static Task AboutAsync(HttpContext context, ServerState state)
    {
        var (profile, options) = (state.Library.Profile, state.Options);
        var line = new AboutLine(
            Version,
            profile.Id,
            profile.SampleRate,
            profile.FrameDuration,
            profile.BinWidth / Landmarks.Peak.StepsPerBin,
            state.Library.TrackCount,
            state.Keys.AreDemanded,
            options.ReadOnly,
            HasFfmpeg.Value,
            options.MaxClipSeconds,
            options.MaxListenSeconds,
            options.MaxUploadMegabytes);
        return Reply.JsonAsync(context, line, ServerJson.Wire.AboutLine);
    }

    /// <summary>GET /v1/stats.</summary>
    public static Task StatsAsync(HttpContext context, ServerState state)
    {
        var line = Map.ToLine(state.Library.Statistics(), state.Library.Profile, state.Library.Name);
        return Reply.JsonAsync(context, line, ServerJson.Wire.StatsLine);
    }

    /// <summary>GET /health/live: the process answers.</summary>
    public static Task LiveAsync(HttpContext context) =>
        Reply.JsonAsync(context, new HealthLine("ok", null, null), ServerJson.Wire.HealthLine);

    /// <summary>GET /health/ready: the library can be read, and there is room for a clip.</summary>
    public static Task ReadyAsync(HttpContext context, ServerState state)
    {
        try
        {
            var tracks = state.Library.TrackCount;
            var isFull = state.Identifying.Present >= state.Options.Concurrency + state.Options.QueueLength;
            var line = isFull
                ? new HealthLine("unavailable", "overloaded", tracks)
                : new HealthLine("ok", null, tracks);
            return Reply.JsonAsync(context, line, ServerJson.Wire.HealthLine, isFull ? 503 : 200);
        }
        catch (LibraryException)
        {
            // Anybody may ask: no paths for them.
            var line = new HealthLine("unavailable", "the library cannot be read", null);
            return Reply.JsonAsync(context, line, ServerJson.Wire.HealthLine, 503);
        }
    }

    /// <summary>POST /v1/session: a browser shows its key, and gets a cookie for it.</summary>
    public static async Task BeginSessionAsync(HttpContext context, ServerState state)
    {
        var line = await RequestBody.ReadAsync(context, ServerJson.Wire.KeyLine);
        var token = state.Keys.Begin(line.Key ?? "")
            ?? throw new ProblemException(401, "no-key", "That is no key of this server's.");
        context.Response.Cookies.Append(ApiKeys.Cookie, token, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
        await Reply.NothingAsync(context);
    }

    /// <summary>DELETE /v1/session.</summary>
    public static Task EndSessionAsync(HttpContext context, ServerState state)
    {
        if (context.Request.Cookies[ApiKeys.Cookie] is { } token)
        {
            state.Keys.End(token);
        }

        context.Response.Cookies.Delete(ApiKeys.Cookie);
        return Reply.NothingAsync(context);
    }
}
