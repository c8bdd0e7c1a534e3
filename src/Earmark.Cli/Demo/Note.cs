namespace Earmark.Cli.Demo;

/// <summary>One note of a score.</summary>
/// <param name="Start">Seconds from the start of the piece.</param>
/// <param name="Length">Seconds that it is held; it may ring longer.</param>
/// <param name="Pitch">Semitones, 69 is the A of 440 Hz.</param>
/// <param name="Velocity">Loudness, 0 to 1.</param>
internal readonly record struct Note(Part Part, double Start, double Length, double Pitch, double Velocity);
