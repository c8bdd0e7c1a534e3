using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>A composed piece.</summary>
internal sealed record Piece(string Title, Sound Sound);
