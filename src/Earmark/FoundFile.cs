namespace Earmark;

/// <summary>A file to be stored, or what stands in its way.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Root">The folder that was given to be stored, or the one the file lies in.</param>
/// <param name="Fault">Why there is nothing to store, in a sentence; null where there is.</param>
internal sealed record FoundFile(string Path, string Root, string? Fault);
