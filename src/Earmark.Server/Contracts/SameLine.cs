namespace Earmark.Server.Contracts;

/// <summary>Two recordings and what they share.</summary>
/// <param name="Relation">"same", "b_in_a", "a_in_b", "parts" or "nothing".</param>
/// <param name="Score">The highest of a stretch, in nats.</param>
/// <param name="ScoreNeeded">What a stretch must have.</param>
internal sealed record SameLine(
    string A,
    string B,
    double ADurationS,
    double BDurationS,
    string Relation,
    double ShareA,
    double ShareB,
    double Score,
    double ScoreNeeded,
    IReadOnlyList<StretchLine> Stretches);
