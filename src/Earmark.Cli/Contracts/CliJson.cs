using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Earmark.Cli.Contracts;

/// <summary>The JSON of the tool: one object a line, snake case, Unicode as it is.</summary>
[JsonSerializable(typeof(CheckLine))]
[JsonSerializable(typeof(ClearLine))]
[JsonSerializable(typeof(CompactLine))]
[JsonSerializable(typeof(DedupLine))]
[JsonSerializable(typeof(DeleteLine))]
[JsonSerializable(typeof(DeviceLine))]
[JsonSerializable(typeof(EvalLine))]
[JsonSerializable(typeof(ExplainLine))]
[JsonSerializable(typeof(ExportLine))]
[JsonSerializable(typeof(ImportLine))]
[JsonSerializable(typeof(InspectionLine))]
[JsonSerializable(typeof(LabLine))]
[JsonSerializable(typeof(MonitorLine))]
[JsonSerializable(typeof(QueryErrorLine))]
[JsonSerializable(typeof(QueryLine))]
[JsonSerializable(typeof(SameLine))]
[JsonSerializable(typeof(StatsLine))]
[JsonSerializable(typeof(StoreLine))]
[JsonSerializable(typeof(SyncLine))]
[JsonSerializable(typeof(TrackLine))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>The context that everything is written with.</summary>
    public static CliJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // The output goes to programs and terminals, never into HTML: no need to escape quotes and Unicode.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The line of a contract, without a line feed.</summary>
    public static string Serialize<T>(T line) => JsonSerializer.Serialize(line, typeof(T), Lines);
}
