namespace Earmark.Server.Contracts;

/// <summary>Past answers, newest first.</summary>
/// <param name="Answers">How many there are in all.</param>
/// <param name="Next">What to give as `before` for those that follow; null at the end.</param>
internal sealed record HistoryLine(IReadOnlyList<AnswerLine> Items, int Answers, string? Next);
