namespace Earmark.Cli.Evaluation;

/// <summary>A file or a condition that was not used.</summary>
/// <param name="What">Its name.</param>
/// <param name="Reason">In half a sentence.</param>
internal sealed record LeftOut(string What, string Reason);
