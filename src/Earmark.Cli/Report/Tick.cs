namespace Earmark.Cli.Report;

/// <summary>A place on the horizontal axis.</summary>
internal readonly record struct Tick(double Value, string Text);
