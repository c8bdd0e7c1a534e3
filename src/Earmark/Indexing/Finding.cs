namespace Earmark.Indexing;

/// <summary>A fault while the inspection still runs, with what would mend it.</summary>
/// <param name="Mend">Null where nothing but a backup or another program helps.</param>
/// <inheritdoc cref="Fault"/>
internal sealed record Finding(string File, string Found, string Meaning, string Remedy, Action<LibraryMender>? Mend)
{
    /// <summary>Ids of the tracks that mending takes out of the library.</summary>
    public IReadOnlyCollection<long> Lost { get; init; } = [];
}
