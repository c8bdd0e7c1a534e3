namespace Earmark.Cli.Contracts;

/// <summary>How many tracks `clear` took out.</summary>
internal sealed record ClearLine(string Library, int Deleted);
