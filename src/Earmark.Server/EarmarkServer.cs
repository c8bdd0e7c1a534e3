using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Earmark.Server;

/// <summary>The HTTP API and the page, over one library.</summary>
public sealed class EarmarkServer : IAsyncDisposable
{
    private const int ConnectionsMax = 2048;

    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly ServerState _state;
    private readonly Guard _guard;

    private EarmarkServer(WebApplication app, ServerState state, Guard guard)
    {
        (_app, _state, _guard) = (app, state, guard);
    }

    /// <summary>Where it can be reached, such as http://127.0.0.1:7667.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts a server; it can be asked once the task is done.</summary>
    /// <param name="note">Is told what whoever runs it should know, a line each; never what clients send.</param>
    /// <exception cref="ServerException">The options cannot be, or the address cannot be had.</exception>
    /// <exception cref="LibraryException">The library cannot be opened.</exception>
    public static async Task<EarmarkServer> StartAsync(
        ServerOptions options, Action<string>? note = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new ServerException($"The server cannot start so: {string.Join("; ", faults)}.");
        }

        var state = new ServerState(options, TimeProvider.System, note ?? (_ => { }));
        var guard = new Guard(options, state.Keys, state.Metrics.CountRefusal);
        var server = new EarmarkServer(Build(state, guard), state, guard);
        try
        {
            await server._app.StartAsync(cancellation);
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            throw e is IOException
                ? new ServerException(
                    $"{options.Address} port {options.Port} cannot be listened at " +
                    $"({e.InnerException?.Message ?? e.Message}): is another server there? Give another --port.",
                    e)
                : e;
        }

        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Url = new Uri(addresses!.Addresses.First());
        return server;
    }

    /// <summary>Waits until it is told to stop, then lets those who are being answered have their answers.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var limit = new CancellationTokenSource(StopWait);
        await _app.StopAsync(limit.Token);
    }

    /// <summary>Stops it, if it still runs, and closes the library.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _state.DisposeAsync();
        _guard.Dispose();
    }

    private static WebApplication Build(ServerState state, Guard guard)
    {
        // Empty: nothing is read from appsettings.json or ASPNETCORE_ variables that ServerSettings does not know of.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var certificate = ReadCertificate(state.Options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, state.Options, certificate));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWait);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("earmark"))
            .WithMetrics(metrics => metrics
                .AddMeter(ServerMetrics.MeterName)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddPrometheusExporter());

        var app = builder.Build();
        app.UseWebSockets();
        app.Use(next => context => Problems.GuardAsync(context, next, state.Note));
        app.Use(next => context => guard.PassAsync(context, next));
        app.UseRouting();
        app.UseOpenTelemetryPrometheusScrapingEndpoint();
        Routes.Map(app, state, new PageFiles(), app.Lifetime.ApplicationStopping);
        return app;
    }

    private static void Configure(
        KestrelServerOptions kestrel, ServerOptions options, X509Certificate2? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = (long)options.MaxUploadMegabytes << 20;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxListeners + 16;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Listen(new IPEndPoint(options.Address, options.Port), listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        });
    }

    private static X509Certificate2? ReadCertificate(ServerOptions options)
    {
        if (options.Certificate is null)
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ServerException(
                $"The certificate {options.Certificate} cannot be used ({e.Message.TrimEnd('.')}); " +
                "expected a certificate and its private key in PEM.",
                e);
        }
    }
}
