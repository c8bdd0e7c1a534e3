namespace Earmark.Lab;

/// <summary>What to run the lab on.</summary>
public sealed record LabOptions
{
    /// <summary>The folder of songs; those in folders of it count as well.</summary>
    public required string Folder { get; init; }

    /// <summary>The recording to be named.</summary>
    public required string Clip { get; init; }

    /// <summary>Where in the recording the clip begins.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>How long the clip is; null for all that follows.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How peaks are picked.</summary>
    public LabSettings Settings { get; init; } = new();

    /// <summary>Songs read at the same time, at most; fewer where there is less than 1 GB of memory for each.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
