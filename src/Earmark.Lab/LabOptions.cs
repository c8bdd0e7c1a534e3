namespace Earmark.Lab;

/// <summary>What to run the lab on.</summary>
public sealed record LabOptions
{
    /// <summary>The folder of songs; those in folders of it count as well.</summary>
    public required string Folder { get; init; }

    /// <summary>The recording to be named.</summary>
    public required string Clip { get; init; }

    /// <summary>How peaks are picked.</summary>
    public LabSettings Settings { get; init; } = new();

    /// <summary>Songs read at the same time; each takes a few hundred megabytes of memory.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
