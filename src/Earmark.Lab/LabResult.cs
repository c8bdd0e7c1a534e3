namespace Earmark.Lab;

/// <summary>What the lab found.</summary>
public sealed record LabResult
{
    /// <summary>What was asked for.</summary>
    public required LabOptions Options { get; init; }

    /// <summary>The songs, by name.</summary>
    public required IReadOnlyList<LabSong> Songs { get; init; }

    /// <summary>Songs that were read just now; the others were in the database.</summary>
    public required int NewCount { get; init; }

    /// <summary>Where the database is.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>Bytes of the database; 0 where none could be written.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>The pairs of all songs by their hash.</summary>
    public required HashTable Table { get; init; }

    /// <summary>The clip, step by step.</summary>
    public required ClipSteps Clip { get; init; }

    /// <summary>The notebook's ranking, by hits.</summary>
    public required IReadOnlyList<SongScore> ByHits { get; init; }

    /// <summary>The ranking that the lab's text asks for, by hits that share a timing offset.</summary>
    public required IReadOnlyList<SongScore> ByOffset { get; init; }

    /// <summary>What could not be used or kept, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>From the folder to the hash table: reading songs that are new, or the database.</summary>
    public required TimeSpan IndexTime { get; init; }

    /// <summary>From the clip's file to the rankings.</summary>
    public required TimeSpan AnswerTime { get; init; }
}
