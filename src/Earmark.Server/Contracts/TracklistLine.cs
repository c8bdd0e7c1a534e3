namespace Earmark.Server.Contracts;

/// <summary>What is played in a long recording, as far as it was heard.</summary>
/// <param name="HeardS">How far that is, in seconds.</param>
/// <param name="IsComplete">Whether that is all of it.</param>
/// <param name="Items">Plays that are over, and what lies between them, by when it begins.</param>
/// <param name="Warnings">What was wrong with the recording, a sentence each.</param>
internal sealed record TracklistLine(
    string Source,
    double HeardS,
    bool IsComplete,
    IReadOnlyList<MonitorLine> Items,
    IReadOnlyList<string> Warnings);
