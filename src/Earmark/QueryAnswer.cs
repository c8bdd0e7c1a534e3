using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Spectral;

namespace Earmark;

/// <summary>The answer to a query.</summary>
/// <param name="Query">Path or name of the recording asked about.</param>
/// <param name="Duration">Length of the clip that was heard.</param>
/// <param name="Evidence">The decision, with what speaks for it.</param>
/// <param name="Warnings">What was not as it should be, such as silence.</param>
public sealed record QueryAnswer(
    string Query, TimeSpan Duration, MatchDecision Evidence, QueryTimes Seconds, IReadOnlyList<string> Warnings)
{
    /// <summary>The peaks that were heard: what <see cref="Library.Explain"/> draws its pictures from.</summary>
    public Constellation Heard { get; init; } = new([], 0);

    /// <summary>How its cells stand out, where <see cref="QueryOptions.KeepsContrast"/> asks for it; or null.</summary>
    public ContrastRecord? Contrast { get; init; }

    /// <summary>What the search took of a network; null for a library in a folder.</summary>
    public NetworkUse? Network { get; init; }

    /// <summary>Whether the clip was recognised.</summary>
    public Decision Decision => Evidence.Decision;

    /// <summary>Tracks that the answer names, best first.</summary>
    public IReadOnlyList<Match> Matches => Evidence.Matches;

    /// <summary>The track that the answer names; null where it names none.</summary>
    public Match? Best => Matches.Count > 0 ? Matches[0] : null;
}
