namespace Earmark.Tests.Server.Fuzzing;

/// <summary>What is sent over one connection.</summary>
/// <param name="Kind">What it is aimed at.</param>
/// <param name="IsWhole">Whether it is a request that must be answered, whatever it asks.</param>
/// <param name="Rest">What is sent once that was answered: the frames of a WebSocket.</param>
internal sealed record Attack(string Kind, byte[] Bytes, bool IsWhole, byte[]? Rest = null);
