namespace Earmark.Cli.Evaluation;

/// <summary>Something that clips are cut from.</summary>
/// <param name="Name">The ref id of a track; of a foreign recording its path within the folder given.</param>
/// <param name="Duration">How much of it is used.</param>
/// <param name="Kind">
/// <see cref="Known"/>, <see cref="LeftOut"/>, <see cref="Foreign"/>, or that with a folder within the one given:
/// "foreign/speech".
/// </param>
internal sealed record Recording(string Name, string Path, TimeSpan Duration, string Kind)
{
    /// <summary>The kind of a track in the library that is asked.</summary>
    public const string Known = "known";

    /// <summary>The kind of a track that was left out of it.</summary>
    public const string LeftOut = "left out";

    /// <summary>The kind of what was never in it.</summary>
    public const string Foreign = "foreign";

    /// <summary>Whether the library that is asked has it.</summary>
    public bool IsKnown => Kind == Known;

    /// <summary>Whether it has nothing to do with the library.</summary>
    public bool IsForeign => Kind.StartsWith(Foreign, StringComparison.Ordinal);
}
