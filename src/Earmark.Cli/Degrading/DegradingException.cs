namespace Earmark.Cli.Degrading;

/// <summary>FFmpeg did not do what was asked of it.</summary>
internal sealed class DegradingException(string message) : Exception(message);
