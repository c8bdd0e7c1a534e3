using Earmark.Audio;

namespace Earmark.Comparing;

/// <summary>Chooses among lines that takes may lie on: music that repeats itself fits at more than one.</summary>
/// <remarks>
/// <para>
/// Sound that agrees speaks for a line. But what repeats itself agrees on wrong ones too, for longer at times; what
/// gives those away is sound that ought to agree and does not, or less. Noise does that as well: so a window speaks
/// against a line only by how much better it is heard on another one.
/// </para>
/// <para>Lines between which the windows cannot decide fit equally well: music that is nothing but a loop.</para>
/// </remarks>
/// <param name="Best">The line that explains most.</param>
/// <param name="Others">Those that fit as well, the best first.</param>
internal sealed record LineChoice(CoarseLine Best, IReadOnlyList<Line> Others)
{
    /// <summary>Weight of what speaks against a line, where what speaks for it has 1.</summary>
    /// <remarks>
    /// More than 1, as what repeats itself agrees for nothing; below 3, as of loops in much noise a window in four may
    /// be heard elsewhere alone.
    /// </remarks>
    public const int ObjectionWeight = 2;

    /// <summary>Chooses; the first where the sound is sure of none.</summary>
    /// <param name="reference">The recording whose time is the other.</param>
    /// <param name="take">The recording whose time is mapped.</param>
    /// <param name="lines">The likeliest first; one at least.</param>
    /// <exception cref="AudioException">One of the recordings cannot be read.</exception>
    public static LineChoice Of(
        FineLine.Extent reference,
        FineLine.Extent take,
        IReadOnlyList<CoarseLine> lines,
        FingerprintProfile profile,
        CancellationToken cancellation)
    {
        var half = WindowPairs.HalfLength(profile);
        if (lines.Count == 1 || take.Duration < 2 * half)
        {
            return new LineChoice(lines[0], []);
        }

        // The windows are the same for all lines: so it can be told what was heard elsewhere.
        var times = WindowPairs.Spread(half, take.Duration - half, profile);
        var ours = WindowPairs.Read(take.Path, profile, times, cancellation);
        var trials = new List<LineTrial>();
        foreach (var coarse in lines)
        {
            var others = WindowPairs.Read(
                reference.Path, profile, Array.ConvertAll(times, coarse.Line.Map), cancellation);
            var pairs = new WindowPairs(others, ours, times, profile.SampleRate);
            if (FineLine.FirstFit(pairs, coarse.Line, cancellation) is { IsSure: true } fit)
            {
                trials.Add(new LineTrial(coarse, fit, times, reference.Duration));
            }
        }

        trials.ForEach(trial => trial.Compare(trials));
        trials = [.. trials.OrderByDescending(trial => trial.Support - (ObjectionWeight * trial.Objection))];
        var equals = trials.Skip(1).Where(trial => !trial.IsWorseThan(trials[0]));
        return trials.Count == 0
            ? new LineChoice(lines[0], [])
            : new LineChoice(trials[0].Coarse, [.. equals.Select(trial => trial.Line)]);
    }
}
