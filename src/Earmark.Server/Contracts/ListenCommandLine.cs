namespace Earmark.Server.Contracts;

/// <summary>What a client says over the socket, besides samples.</summary>
/// <param name="Type">"start" first, "stop" to have the answer now.</param>
/// <param name="Pcm">Format of the samples, such as "f32le:48000:1"; with "start".</param>
/// <param name="Threshold">"balanced", "certain" or a number; with "start".</param>
internal sealed record ListenCommandLine(string? Type, string? Pcm, string? Threshold, bool Wide = false);
