namespace Earmark.Bench.Serving;

/// <summary>One request: when it was due, what it was of, and what came of it.</summary>
/// <param name="Latency">Since it was due, not since it could be sent: who waits is counted.</param>
/// <param name="Status">Of HTTP; 0 where the connection broke.</param>
/// <param name="IsHeadedOff">Whether it was turned away as it should be: 429 or 503, with Retry-After.</param>
/// <param name="IsRight">Whether it was named as it should be, or not named if it should not.</param>
internal readonly record struct Sent(TimeSpan Latency, int Status, bool IsHeadedOff, bool IsRight, bool IsHard);
