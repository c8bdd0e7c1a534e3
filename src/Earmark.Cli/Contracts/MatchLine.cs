namespace Earmark.Cli.Contracts;

/// <summary>One match in a <see cref="QueryLine"/>. Times in seconds.</summary>
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
    double FrequencyFactor);
