using System.Net;
using Earmark.Server.Watching;

namespace Earmark.Server;

/// <summary>Where a server listens, what it may do, and how much of the machine it may take.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder of the library.</summary>
    public required string Library { get; init; }

    /// <summary>Address to listen at. Any but loopback demands a key, or <see cref="AllowAnyone"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port to listen at; 0 takes any that is free.</summary>
    public int Port { get; init; } = 7667;

    /// <summary>Keys of which a client must have one; none lets in everybody who reaches the address.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Whether everybody on the network may ask, add and delete without a key.</summary>
    public bool AllowAnyone { get; init; }

    /// <summary>Whether tracks may only be asked for: no adding, editing or deleting.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Folders below which clients may have files stored; none forbids it.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>
    /// Sources that are monitored as long as it runs: addresses of streams, or devices, as SOURCE or NAME=SOURCE.
    /// </summary>
    public IReadOnlyList<string> Monitors { get; init; } = [];

    /// <summary>Names that a browser may know this server by, besides its address and localhost.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Origins of other pages that may use the API from a browser, such as https://music.example.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Certificate in PEM, to be reached by https; null for plain http.</summary>
    public string? Certificate { get; init; }

    /// <summary>Private key of the certificate in PEM; null where it is in the same file.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Longest body of a request, in megabytes.</summary>
    public int MaxUploadMegabytes { get; init; } = 200;

    /// <summary>How much of a clip is heard, in seconds.</summary>
    public int MaxClipSeconds { get; init; } = 60;

    /// <summary>How long the microphone is listened to before the answer is no match, in seconds.</summary>
    public int MaxListenSeconds { get; init; } = 20;

    /// <summary>Clips that are identified at the same time.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>Clips that may wait for their turn; more are turned away.</summary>
    public int QueueLength { get; init; } = 32;

    /// <summary>Microphones that are listened to at the same time.</summary>
    public int MaxListeners { get; init; } = 64;

    /// <summary>Requests a minute of one key or address; 0 for any number.</summary>
    public int RequestsPerMinute { get; init; } = 1200;

    /// <summary>Answers that the history keeps; 0 keeps none.</summary>
    public int HistoryLength { get; init; } = 10_000;

    /// <summary>Whether only programs of this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>All that cannot be, as sentences; empty where the options are sound.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Require(Port is >= 0 and <= 65535, $"port {Port} cannot be; expected 0 to 65535");
        Require(MaxUploadMegabytes is >= 1 and <= 4096, "max-upload must be 1 to 4096 megabytes");
        Require(MaxClipSeconds is >= 1 and <= 600, "max-clip must be 1 to 600 seconds");
        Require(MaxListenSeconds is >= 3 and <= 120, "max-listen must be 3 to 120 seconds");
        Require(Concurrency is >= 1 and <= 1024, "concurrency must be 1 to 1024");
        Require(QueueLength is >= 0 and <= 100_000, "queue must be 0 to 100000");
        Require(MaxListeners is >= 1 and <= 10_000, "max-listeners must be 1 to 10000");
        Require(RequestsPerMinute is >= 0 and <= 10_000_000, "rate must be 0 to 10000000 a minute");
        Require(HistoryLength is >= 0 and <= 10_000_000, "history must be 0 to 10000000 answers");
        Require(CertificateKey is null || Certificate is not null, "certificate-key needs certificate");
        foreach (var root in Roots)
        {
            Require(Directory.Exists(root), $"root {root} is no folder that exists");
        }

        foreach (var source in Monitors)
        {
            var isSource = SourceSetting.Parse(source) is not null;
            Require(isSource, $"monitor {source} cannot be; expected {SourceSetting.Expected}, or NAME= before it");
        }

        var names = Monitors.Select(source => SourceSetting.Parse(source)?.Name).OfType<string>().ToList();
        Require(names.Distinct().Count() == names.Count, "monitor has two sources of one name; give NAME=SOURCE");
        foreach (var origin in Origins)
        {
            var isOrigin = Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.GetLeftPart(UriPartial.Authority) == origin.TrimEnd('/');
            Require(isOrigin, $"origin {origin} cannot be; expected one such as https://music.example");
        }

        Require(ApiKeys.All(key => key.Length >= 16), "an API key must have 16 characters or more");
        Require(
            IsLoopback || ApiKeys.Count > 0 || AllowAnyone,
            $"at {Address} everybody on the network could ask, add and delete tracks; " +
            "expected keys (api-key-file), or allow-anyone if that is what you want");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }
}
