namespace Earmark.Cli.Contracts;

/// <summary>Stands for a <see cref="QueryLine"/> where a clip could not be read.</summary>
internal sealed record QueryErrorLine(string Query, string Error);
