using Earmark.Cli.Degrading;
using Earmark.Matching;

namespace Earmark.Cli.Evaluation;

/// <summary>All questions about one excerpt: each condition at each length.</summary>
internal static class Interview
{
    /// <summary>Asks them, and compares the answers with the truth.</summary>
    /// <param name="factorMax">The largest time factor of the conditions.</param>
    /// <exception cref="Audio.AudioException">The track cannot be read.</exception>
    public static async Task<IReadOnlyList<Trial>> RunAsync(
        Library library,
        Excerpt excerpt,
        EvaluationOptions options,
        Surroundings around,
        double factorMax,
        CancellationToken ct)
    {
        var sound = ExcerptSound.Read(excerpt, options.Lengths[^1], Math.Max(1, factorMax), ct);
        var repeats = new Repeats(excerpt, sound);
        var query = new QueryOptions { Match = options.Match };
        var trials = new List<Trial>();
        foreach (var condition in options.Conditions)
        {
            foreach (var length in options.Lengths)
            {
                var take = sound.Cut(length, condition.TimeFactor);
                var heard = await condition.ApplyAsync(take, around, ct);
                var clip = heard.ToSound((int)Math.Round(length * Sound.SampleRate));
                using var wave = new MemoryStream(WavWriter.Encode(clip));
                var answer = await library.QueryAsync(wave, condition.Name, query, ct);
                trials.Add(Judge(answer, excerpt, condition, length, repeats, ct));
            }
        }

        return trials;
    }

    private static Trial Judge(
        QueryAnswer answer,
        Excerpt excerpt,
        Condition condition,
        double length,
        Repeats repeats,
        CancellationToken ct)
    {
        var guess = answer.Evidence.BestGuess;
        var match = excerpt.IsKnown ? answer.Matches.FirstOrDefault(IsTheTrack) : null;
        var verdict = Verdict(answer, match);
        var isRight = verdict is Evaluation.Verdict.Right or Evaluation.Verdict.AmongSeveral;
        return new Trial
        {
            Condition = condition.Name,
            Length = length,
            Excerpt = excerpt.Number,
            IsKnown = excerpt.IsKnown,
            Verdict = verdict,
            EValue = guess?.EValue,
            Confidence = guess?.Confidence ?? 0,
            IsGuessRight = excerpt.IsKnown && guess is not null && IsTheTrack(guess),
            OffsetError = isRight ? repeats.OffsetError(match!.Offset, length * condition.TimeFactor, ct) : null,
            TimeFactorError = isRight ? Math.Abs((match!.TimeFactor / condition.TimeFactor) - 1) : null,
            FrequencyFactorError = isRight
                ? Math.Abs((match!.FrequencyFactor / condition.FrequencyFactor) - 1)
                : null,
            Seconds = answer.Seconds.Total,
        };

        bool IsTheTrack(Match other) => other.Track.RefId == excerpt.Track.RefId;
    }

    private static Verdict Verdict(QueryAnswer answer, Match? match) => answer switch
    {
        { Decision: Decision.None } => Evaluation.Verdict.None,
        _ when match is null => Evaluation.Verdict.Wrong,
        { Decision: Decision.Ambiguous } => Evaluation.Verdict.AmongSeveral,
        _ => ReferenceEquals(match, answer.Best) ? Evaluation.Verdict.Right : Evaluation.Verdict.Wrong,
    };
}
