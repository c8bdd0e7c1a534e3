namespace Earmark.Cli.Evaluation;

/// <summary>A place in a recording that clips are cut from.</summary>
/// <param name="Number">From 0, over all kinds of recordings.</param>
/// <param name="Starts">Seconds into it, in the order they are tried: the first not silent is used.</param>
internal sealed record Excerpt(int Number, Recording Recording, IReadOnlyList<double> Starts);
