namespace Earmark.Bench.Measuring;

/// <summary>One clip, asked about.</summary>
/// <param name="IsKnown">Whether the library has what it is of.</param>
/// <param name="IsNamed">Whether it got a name.</param>
/// <param name="IsRight">Whether that was the right one.</param>
/// <param name="IsFound">Whether the votes found the track, so that it was verified.</param>
/// <param name="Score">Of the best guess, in nats; 0 for none.</param>
/// <param name="StepCount">Steps of the search that were taken.</param>
/// <param name="Margin">Of the best guess over what chance finds, in nats: what its E-value says.</param>
/// <param name="Mapping">Processor time of ranking the clip's cells, which is part of the next.</param>
/// <param name="Cost">Of the answer, once warm; processor time is that of its thread.</param>
internal sealed record Asked(
    Clip Clip,
    bool IsKnown,
    bool IsNamed,
    bool IsRight,
    bool IsFound,
    double Score,
    int StepCount,
    double Margin,
    TimeSpan Mapping,
    Cost Cost);
