namespace Earmark.Cli.Contracts;

/// <summary>One thing that `verify` found.</summary>
/// <param name="Found">A clause that follows the file's name.</param>
/// <param name="Meaning">What follows from it, and what can still be used.</param>
internal sealed record FaultLine(string File, string Found, string Meaning, string Remedy, bool Mended);
