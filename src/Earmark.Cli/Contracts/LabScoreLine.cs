namespace Earmark.Cli.Contracts;

/// <summary>A song in a ranking of the lab.</summary>
/// <param name="OffsetHits">Hits at the offset that most of them share.</param>
/// <param name="Confidence">Their share of all hits of the song.</param>
internal sealed record LabScoreLine(
    int Rank, string Song, int Hits, int OffsetHits, double OffsetS, double Confidence);
