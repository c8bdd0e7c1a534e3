using Earmark.Indexing;

namespace Earmark.Cli.Evaluation;

/// <summary>A place in a track that clips are cut from.</summary>
/// <param name="Number">From 0, over known and unknown ones.</param>
/// <param name="IsKnown">Whether the track is in the library that is asked.</param>
/// <param name="Starts">Seconds into the track, in the order they are tried: the first not silent is used.</param>
internal sealed record Excerpt(int Number, Track Track, bool IsKnown, IReadOnlyList<double> Starts);
