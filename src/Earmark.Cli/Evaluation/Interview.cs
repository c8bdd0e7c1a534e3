using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Matching;

namespace Earmark.Cli.Evaluation;

/// <summary>All questions about one excerpt: each condition at each length.</summary>
internal sealed class Interview
{
    private readonly Library _library;
    private readonly Excerpt _excerpt;
    private readonly ExcerptSound _sound;
    private readonly Repeats _repeats;
    private readonly EvaluationOptions _options;

    private Interview(Library library, Excerpt excerpt, ExcerptSound sound, EvaluationOptions options)
    {
        (_library, _excerpt, _sound, _options) = (library, excerpt, sound, options);
        _repeats = new Repeats(excerpt, sound);
    }

    /// <summary>Asks them, and compares the answers with the truth.</summary>
    /// <param name="factorMax">The largest time factor of the conditions.</param>
    /// <returns>The answers, and the conditions that could not be made of this place.</returns>
    /// <exception cref="AudioException">The recording cannot be read.</exception>
    public static async Task<(IReadOnlyList<Trial> Trials, IReadOnlyList<LeftOut> Faults)> RunAsync(
        Library library,
        Excerpt excerpt,
        EvaluationOptions options,
        Surroundings around,
        double factorMax,
        CancellationToken ct)
    {
        var sound = ExcerptSound.Read(excerpt, options.Lengths[^1], Math.Max(1, factorMax), ct);
        var interview = new Interview(library, excerpt, sound, options);
        var (trials, faults) = (new List<Trial>(), new List<LeftOut>());
        foreach (var condition in options.Conditions)
        {
            try
            {
                trials.AddRange(await interview.AskAsync(condition, around, ct));
            }
            catch (Exception e) when (e is AudioException or DegradingException)
            {
                var place = FormattableString.Invariant($"{excerpt.Recording.Path} at {sound.Start:0.0} s");
                faults.Add(new LeftOut(
                    excerpt.Recording.Path, $"{condition.Name} of {place} was left out: {e.Message.TrimEnd('.')}."));
            }
        }

        return (trials, faults);
    }

    private async Task<IReadOnlyList<Trial>> AskAsync(Condition condition, Surroundings around, CancellationToken ct)
    {
        var query = new QueryOptions { Match = _options.Match };
        var longest = _sound.Cut(_options.Lengths[^1], condition.TimeFactor);
        var clips = await condition.ApplyAsync(longest, _options.Lengths, around, ct);
        var trials = new List<Trial>();
        foreach (var (length, heard) in _options.Lengths.Zip(clips))
        {
            using var wave = new MemoryStream(WavWriter.Encode(heard.ToSound(Sound.ToSamples(length))));
            var answer = await _library.QueryAsync(wave, condition.Name, query, ct);
            trials.Add(Judge(answer, condition, length, ct));
        }

        return trials;
    }

    private Trial Judge(QueryAnswer answer, Condition condition, double length, CancellationToken ct)
    {
        var recording = _excerpt.Recording;
        var guess = answer.Evidence.BestGuess;
        var match = recording.IsKnown ? answer.Matches.FirstOrDefault(IsTheTrack) : null;
        var verdict = Verdict(answer, match);
        var isRight = verdict is Evaluation.Verdict.Right or Evaluation.Verdict.AmongSeveral;
        return new Trial
        {
            Condition = condition.Name,
            Length = length,
            Excerpt = _excerpt.Number,
            Recording = recording,
            Start = _sound.Start,
            Verdict = verdict,
            Guess = guess?.Track.RefId,
            GuessScore = guess?.Score ?? 0,
            GuessOffset = guess?.Offset ?? 0,
            GuessTimeFactor = guess?.TimeFactor ?? 1,
            EValue = guess?.EValue,
            Confidence = guess?.Confidence ?? 0,
            IsGuessRight = recording.IsKnown && guess is not null && IsTheTrack(guess),
            OffsetError = isRight ? _repeats.OffsetError(match!.Offset, length * condition.TimeFactor, ct) : null,
            TimeFactorError = isRight ? Math.Abs((match!.TimeFactor / condition.TimeFactor) - 1) : null,
            FrequencyFactorError = isRight
                ? Math.Abs((match!.FrequencyFactor / condition.FrequencyFactor) - 1)
                : null,
            Seconds = answer.Seconds.Total,
        };

        bool IsTheTrack(Match other) => other.Track.RefId == recording.Name;
    }

    private static Verdict Verdict(QueryAnswer answer, Match? match) => answer switch
    {
        { Decision: Decision.None } => Evaluation.Verdict.None,
        _ when match is null => Evaluation.Verdict.Wrong,
        { Decision: Decision.Ambiguous } => Evaluation.Verdict.AmongSeveral,
        _ => ReferenceEquals(match, answer.Best) ? Evaluation.Verdict.Right : Evaluation.Verdict.Wrong,
    };
}
