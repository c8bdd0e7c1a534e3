namespace Earmark.Cli.Demo;

/// <summary>A piece on paper.</summary>
/// <param name="Notes">In the order written, not in time.</param>
/// <param name="Duration">Seconds until the last bar ends; notes ring a little longer.</param>
internal sealed record Score(IReadOnlyList<Note> Notes, double Duration);
