namespace Earmark.Monitoring;

/// <summary>Something that happened on a monitored source. Times in seconds on the source's clock.</summary>
/// <remarks>
/// The clock begins at 0 with the first sample, and runs on while a live source is away: it is what was heard, plus
/// what was missed.
/// </remarks>
public sealed record MonitorEvent
{
    /// <summary>What has happened.</summary>
    public required MonitorEventKind Kind { get; init; }

    /// <summary>One monitoring of one source, from its beginning to its end.</summary>
    public required Guid Run { get; init; }

    /// <summary>Name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>When the stretch that the event is about begins.</summary>
    public required double Start { get; init; }

    /// <summary>When it ends; of a play that goes on, how far it has been heard.</summary>
    public required double Stop { get; init; }

    /// <summary>The play, where the event is about one.</summary>
    public Play? Play { get; init; }

    /// <summary>A sentence on what went wrong, where something did.</summary>
    public string? Message { get; init; }

    /// <summary>When the source's clock was at 0. Of a file that is when reading it began.</summary>
    public required DateTimeOffset Epoch { get; init; }

    /// <summary>Whether the source is live: <see cref="Epoch"/> + seconds is when it was heard.</summary>
    public required bool IsLive { get; init; }

    /// <summary>How long the stretch is, in seconds.</summary>
    public double Duration => Stop - Start;
}
