using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Earmark.Server.Contracts;

/// <summary>The JSON of the server: snake case, as the command line has it.</summary>
[JsonSerializable(typeof(AboutLine))]
[JsonSerializable(typeof(AnswerLine))]
[JsonSerializable(typeof(DedupListLine))]
[JsonSerializable(typeof(EvidencePageLine))]
[JsonSerializable(typeof(FingerprintLine))]
[JsonSerializable(typeof(HealthLine))]
[JsonSerializable(typeof(HistoryLine))]
[JsonSerializable(typeof(JobLine))]
[JsonSerializable(typeof(JobListLine))]
[JsonSerializable(typeof(JobRequestLine))]
[JsonSerializable(typeof(KeyLine))]
[JsonSerializable(typeof(ListenCommandLine))]
[JsonSerializable(typeof(ListenEventLine))]
[JsonSerializable(typeof(MonitorLine))]
[JsonSerializable(typeof(ProblemLine))]
[JsonSerializable(typeof(ReasonsLine))]
[JsonSerializable(typeof(SameLine))]
[JsonSerializable(typeof(SourceListLine))]
[JsonSerializable(typeof(StatsLine))]
[JsonSerializable(typeof(StoreLine))]
[JsonSerializable(typeof(SyncListLine))]
[JsonSerializable(typeof(TagsLine))]
[JsonSerializable(typeof(TimelineLine))]
[JsonSerializable(typeof(TrackLine))]
[JsonSerializable(typeof(TracklistLine))]
[JsonSerializable(typeof(TrackPageLine))]
[JsonSerializable(typeof(VerdictLine))]
internal sealed partial class ServerJson : JsonSerializerContext
{
    /// <summary>The context that everything is written and read with.</summary>
    public static ServerJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 16,
        // Never part of a page: no need to escape quotes and Unicode.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
