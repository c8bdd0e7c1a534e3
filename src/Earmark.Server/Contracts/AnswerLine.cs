using System.Text.Json.Serialization;

namespace Earmark.Server.Contracts;

/// <summary>The answer to one clip: all that <see cref="QueryLine"/> says, and what a server knows besides.</summary>
/// <param name="Id">What to ask for the evidence by; null where no history is kept.</param>
/// <param name="At">When the answer was given.</param>
/// <param name="Source">"upload", "pcm", "fingerprint" or "microphone".</param>
/// <param name="IsWrong">Whether somebody said that the answer is wrong.</param>
internal sealed record AnswerLine(
    string? Id,
    DateTimeOffset At,
    string Source,
    string Query,
    double DurationS,
    string Decision,
    IReadOnlyList<MatchLine> Matches,
    SecondsLine Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EvidenceLine? Evidence,
    IReadOnlyList<string> Warnings,
    bool IsWrong = false);
