namespace Earmark.Cli.Report;

/// <summary>A point of a curve.</summary>
/// <param name="Note">What it says, for those who point at it.</param>
internal readonly record struct Point(double X, double Y, string Note);
