namespace Earmark.Cli.Contracts;

/// <summary>One thing that `doctor` looked at.</summary>
/// <param name="Status">"ok", "warning", "missing" or "broken".</param>
/// <param name="Remedy">The one command or step that mends it; null where nothing needs mending.</param>
internal sealed record CheckLine(string Check, string Status, string Found, string? Remedy);
