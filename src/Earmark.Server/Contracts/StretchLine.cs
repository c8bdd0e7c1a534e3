namespace Earmark.Server.Contracts;

/// <summary>A part that two recordings share.</summary>
/// <param name="Speed">How fast the second plays what the first plays.</param>
/// <param name="Pitch">Frequencies of the second over those of the first.</param>
internal sealed record StretchLine(
    double AStartS, double AStopS, double BStartS, double BStopS, double Speed, double Pitch, double Score);
