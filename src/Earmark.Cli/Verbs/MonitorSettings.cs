using Earmark.Audio;
using Earmark.Monitoring;
using Earmark.Server.Webhooks;

namespace Earmark.Cli.Verbs;

/// <summary>What `monitor` was asked for besides its sources.</summary>
/// <param name="TellsAll">Whether JSON and CSV have all events, not plays alone.</param>
/// <param name="KeepsLog">Whether plays are kept in the library's log.</param>
/// <param name="Files">What is written at the end, if anything.</param>
internal sealed record MonitorSettings(
    MonitorOptions Options,
    PcmFormat? Pcm,
    bool TellsAll,
    bool KeepsLog,
    Webhook? Webhook,
    IReadOnlyList<TracklistFile> Files);
