namespace Earmark.Indexing;

/// <summary>What is wrong with SQLite's write-ahead log.</summary>
/// <param name="Found">As a clause that follows the file's name: "is damaged (frame 3)".</param>
/// <param name="IsCertain">
/// Whether it is damage; else it may as well be the last change, torn by a power loss before it was reported done.
/// </param>
internal sealed record WriteAheadFault(string Found, bool IsCertain);
