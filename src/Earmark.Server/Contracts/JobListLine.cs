namespace Earmark.Server.Contracts;

/// <summary>The jobs of this server since it was started, newest first.</summary>
/// <param name="Roots">Folders below which files may be stored.</param>
internal sealed record JobListLine(IReadOnlyList<JobLine> Items, IReadOnlyList<string> Roots);
