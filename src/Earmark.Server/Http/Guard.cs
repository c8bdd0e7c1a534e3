using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Http;

/// <summary>What every request passes before anything else: headers, host, origin, key, rate.</summary>
/// <remarks>
/// Without keys the address is the only fence, and pages of other sites run inside it. So a browser must name this
/// server as it is known (else a foreign name could be pointed here), and changes come only from its own page.
/// </remarks>
internal sealed class Guard : IDisposable
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; " +
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'";

    private readonly ServerOptions _options;
    private readonly ApiKeys _keys;
    private readonly Action<string> _count;
    private readonly PartitionedRateLimiter<string> _rate;

    /// <param name="count">Is told the kind of each refusal.</param>
    public Guard(ServerOptions options, ApiKeys keys, Action<string> count)
    {
        (_options, _keys, _count) = (options, keys, count);
        _rate = PartitionedRateLimiter.Create<string, string>(client => options.RequestsPerMinute == 0
            ? RateLimitPartition.GetNoLimiter(client)
            : RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(1, options.RequestsPerMinute / 6),
                TokensPerPeriod = Math.Max(1, options.RequestsPerMinute / 60),
                ReplenishmentPeriod = options.RequestsPerMinute >= 60
                    ? TimeSpan.FromSeconds(1)
                    : TimeSpan.FromMinutes(1.0 / options.RequestsPerMinute),
                QueueLimit = 0,
            }));
    }

    /// <summary>Runs the rest of the request if it may come in.</summary>
    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        Protect(context.Response.Headers);
        try
        {
            DemandHost(context.Request);
            DemandOrigin(context);
            if (IsPreflight(context.Request))
            {
                return Reply.NothingAsync(context);
            }

            var client = _keys.Identify(context.Request);
            DemandKey(context.Request, client);
            DemandRate(context, client);
        }
        catch (ProblemException problem)
        {
            _count(problem.Type);
            throw;
        }

        return next(context);
    }

    public void Dispose() => _rate.Dispose();

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()";
    }

    private void DemandHost(HttpRequest request)
    {
        var host = request.Host.Host.Trim('[', ']');
        var isKnown = IPAddress.TryParse(host, out _)
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || _options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            || (!_options.IsLoopback && IsMachine(host));
        if (!isKnown)
        {
            throw new ProblemException(
                421,
                "unknown-host",
                $"This server does not go by the name {Printable(host)}: start it with --host NAME.");
        }
    }

    private static bool IsMachine(string host) =>
        host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || host.Equals($"{Environment.MachineName}.local", StringComparison.OrdinalIgnoreCase);

    private void DemandOrigin(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        var origin = request.Headers.Origin.ToString();
        var isOther = origin.Length > 0
            && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        if (isOther && _options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE";
            headers.AccessControlAllowHeaders = "Authorization, X-Api-Key, Content-Type";
            headers.AccessControlExposeHeaders = "Retry-After, Location";
            headers.Vary = "Origin";
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            return;
        }

        var isFetchedByOthers = isOther || request.Headers["Sec-Fetch-Site"] == "cross-site";
        var isReading = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (isFetchedByOthers && (!isReading || context.WebSockets.IsWebSocketRequest))
        {
            throw new ProblemException(
                403,
                "foreign-origin",
                "Another site's page may not do that here: start the server with --origin ORIGIN.");
        }
    }

    private static bool IsPreflight(HttpRequest request) => HttpMethods.IsOptions(request.Method);

    private void DemandKey(HttpRequest request, string? client)
    {
        var isOpen = !(request.Path.StartsWithSegments("/v1") || request.Path == "/metrics")
            || request.Path == "/v1/openapi.json"
            || request.Path == "/v1/session";
        if (_keys.AreDemanded && client is null && !isOpen)
        {
            throw new ProblemException(
                401,
                "no-key",
                "This server wants a key: send it as `Authorization: Bearer KEY`, or sign in on the page.");
        }
    }

    private void DemandRate(HttpContext context, string? client)
    {
        if (!context.Request.Path.StartsWithSegments("/v1"))
        {
            return;
        }

        using var lease = _rate.AttemptAcquire(client ?? $"{context.Connection.RemoteIpAddress}");
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
            throw new ProblemException(
                429, "too-many-requests", $"More than {_options.RequestsPerMinute} requests a minute; wait a little.")
            {
                RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)),
            };
        }
    }

    private static string Printable(string host) => new([.. host.Take(100).Select(
        letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '?')]);
}
