namespace Earmark.Matching;

/// <summary>The answer to a query, with its evidence.</summary>
/// <param name="Decision">What it says.</param>
/// <param name="Matches">
/// Tracks it names, best first; empty for <see cref="Decision.None"/>, and only those that fit equally for
/// <see cref="Decision.Ambiguous"/>.
/// </param>
/// <param name="BestGuess">The best track, accepted or not; null where nothing was found at all.</param>
/// <param name="RunnerUp">The next best track: how far ahead the best one is.</param>
public sealed record MatchDecision(
    Decision Decision, IReadOnlyList<Match> Matches, Match? BestGuess, Match? RunnerUp)
{
    /// <summary>The best tracks by what is left of their scores, named or not; at most <see cref="Shown"/>.</summary>
    public IReadOnlyList<Contender> Contenders { get; init; } = [];

    /// <summary>What must be left of a track's score for it to be named, in nats; NaN where there was none.</summary>
    public double NeededMargin { get; init; } = double.NaN;

    /// <summary>More than anybody compares.</summary>
    internal const int Shown = 10;

    /// <summary>The answer when nothing in the library resembles the query.</summary>
    public static MatchDecision NoMatch { get; } = new(Decision.None, [], null, null);
}
