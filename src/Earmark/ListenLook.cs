namespace Earmark;

/// <summary>One look at all that was heard so far.</summary>
/// <param name="Answer">What it is, as far as can be told.</param>
/// <param name="IsLast">Whether that is the answer: it is sure, or no more will be heard.</param>
public sealed record ListenLook(QueryAnswer Answer, bool IsLast);
