namespace Earmark.Cli.Verbs;

/// <summary>What tracks are taken from, one after the other: an export or a library.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="Take">Takes its tracks.</param>
/// <param name="Fault">What was found damaged in it by then, or null: a reason to go on with the next.</param>
internal sealed record ImportSource(
    string Name,
    Func<IProgress<TransferProgress>, CancellationToken, IAsyncEnumerable<ImportResult>> Take,
    Func<string?> Fault);
