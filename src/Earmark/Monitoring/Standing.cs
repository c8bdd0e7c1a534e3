namespace Earmark.Monitoring;

/// <summary>How a line stands among those that are told already.</summary>
/// <param name="Loses">Whether another one explains the same sound better.</param>
/// <param name="Replaces">Lines whose play it goes on with.</param>
/// <param name="IsSame">Whether that changes neither the track nor when it began.</param>
internal readonly record struct Standing(bool Loses, IReadOnlyList<PlayLine> Replaces, bool IsSame = false);
