namespace Earmark.Monitoring;

/// <summary>How a line stands among those that are told already.</summary>
/// <param name="Loses">Whether another one explains the same sound better.</param>
/// <param name="Replaces">Lines whose play it goes on with.</param>
internal readonly record struct Standing(bool Loses, IReadOnlyList<PlayLine> Replaces);
