namespace Earmark.Server.Http;

/// <summary>A request that cannot be answered as asked; what the client is told, as RFC 9457 has it.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">Short name of the kind of problem; part of the API.</param>
/// <param name="detail">One sentence: what was found, what was expected, what to do.</param>
internal sealed class ProblemException(int status, string type, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Type { get; } = type;

    /// <summary>When to try again, in seconds; null where that would not help.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>A parameter that cannot be.</summary>
    public static ProblemException BadParameter(string name, string? value, string expected) =>
        new(400, "bad-parameter", $"{name} {value} cannot be; expected {expected}.");

    /// <summary>Something of that name is not there.</summary>
    public static ProblemException NotFound(string what) =>
        new(404, "not-found", $"There is no {what}.");
}
