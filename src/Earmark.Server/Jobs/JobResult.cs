using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>What a job has found, in the forms that it can be had in.</summary>
/// <param name="Json">The object.</param>
/// <param name="Header">Columns of its table.</param>
/// <param name="Rows">The fields of each row.</param>
internal sealed record JobResult(byte[] Json, string Header, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>The tracklist, where it is one.</summary>
    public Tracklist? Tracklist { get; init; }
}
