using System.Text.Json.Serialization;

namespace Earmark.Server.Contracts;

/// <summary>One match in a <see cref="QueryLine"/>. Times in seconds.</summary>
/// <param name="DuplicateOf">Only where the library shows both to be one recording.</param>
internal sealed record MatchLine(
    int Rank,
    string RefId,
    string Ref,
    string? Title,
    string? Artist,
    string? Album,
    double QueryStartS,
    double QueryStopS,
    double RefStartS,
    double RefStopS,
    double OffsetS,
    double Score,
    double EValue,
    double Confidence,
    double Coverage,
    double TimeFactor,
    double FrequencyFactor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DuplicateOf);
