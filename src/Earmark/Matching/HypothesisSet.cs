namespace Earmark.Matching;

/// <summary>The changes of speed, tempo and pitch that a search tries, and how much it verifies of what fits.</summary>
internal sealed class HypothesisSet
{
    private HypothesisSet(IReadOnlyList<Hypothesis> hypotheses, int candidates, int finalists, int fittedWarps)
    {
        Hypotheses = hypotheses;
        Candidates = candidates;
        Finalists = finalists;
        FittedWarps = fittedWarps;
        Stages = [.. hypotheses
            .GroupBy(hypothesis => hypothesis.IsPlain)
            .OrderByDescending(stage => stage.Key)
            .Select(stage => stage.ToList())];
    }

    /// <summary>Nothing is tried but the clip as it is.</summary>
    public static HypothesisSet None { get; } = Few([]);

    /// <inheritdoc cref="Hypothesis.Usual"/>
    public static HypothesisSet Usual { get; } = Few(Hypothesis.Usual);

    /// <inheritdoc cref="Hypothesis.Wide"/>
    /// <remarks>Among so many what is right is more easily outvoted: more is verified.</remarks>
    public static HypothesisSet Wide { get; } = new(Hypothesis.Wide, candidates: 60, finalists: 40, fittedWarps: 8);

    public IReadOnlyList<Hypothesis> Hypotheses { get; }

    /// <summary>
    /// The hypotheses in the order of <see cref="Hypotheses"/>, plain changes first: speed, tempo and pitch at once are
    /// tried only where none of them alone is conclusive.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Hypothesis>> Stages { get; }

    /// <summary>Candidates of each hypothesis, by votes.</summary>
    public int Candidates { get; }

    /// <summary>Candidates of a stage that are verified, the best by screening.</summary>
    public int Finalists { get; }

    /// <summary>Alignments of a stage whose fitted warps are searched once more.</summary>
    public int FittedWarps { get; }

    /// <summary>The usual set, or the wide one.</summary>
    public static HypothesisSet Of(bool isWide) => isWide ? Wide : Usual;

    /// <summary>A set of no more hypotheses than usual.</summary>
    public static HypothesisSet Few(IReadOnlyList<Hypothesis> hypotheses) =>
        new(hypotheses, candidates: 20, finalists: 20, fittedWarps: 4);
}
