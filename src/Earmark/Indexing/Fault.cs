namespace Earmark.Indexing;

/// <summary>Something in a library's files that is not as it was written.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Found">What is wrong with it, as a clause that follows its name: "has a damaged header".</param>
/// <param name="Meaning">What follows from it, and what can still be used.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsMended">Whether the inspection was asked to mend and has done so.</param>
public sealed record Fault(string File, string Found, string Meaning, string Remedy, bool IsMended);
