using System.Text.Json.Serialization;

namespace Earmark.Server.Contracts;

/// <summary>Why a request was not answered as asked: a problem document, as RFC 9457 has it.</summary>
/// <param name="Detail">One sentence: what was found, what was expected, what to do.</param>
/// <param name="RetryAfterS">When to try again; only where that helps.</param>
internal sealed record ProblemLine(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfterS);
