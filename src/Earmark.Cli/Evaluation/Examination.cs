using System.Collections.Concurrent;
using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Cli.Output;

namespace Earmark.Cli.Evaluation;

/// <summary>Cuts clips, degrades them and asks the library about them.</summary>
internal static class Examination
{
    /// <summary>The part of the time line of the seed that draws; rooms and noises of clips lie above.</summary>
    private const int FirstSurroundings = 16;

    /// <summary>
    /// Runs the whole of it. The same options and files give the same trials but for their times, whatever the number
    /// of threads.
    /// </summary>
    /// <param name="source">A library, or a folder of audio.</param>
    /// <param name="scratch">An empty folder for what is made on the way.</param>
    /// <returns>When cancelled: what was measured until then, if that is anything.</returns>
    /// <exception cref="UsageException">There is nothing to ask about.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before anything was measured.</exception>
    public static async Task<EvaluationResult> RunAsync(
        string source,
        string scratch,
        EvaluationOptions options,
        SoundFolder? noises,
        SoundFolder? rooms,
        IProgress<EvaluationProgress> progress,
        CancellationToken ct)
    {
        var (usable, skipped) = Sort(options.Conditions, noises is not null);
        options = options with { Conditions = usable };
        var corpus = await Corpus.PrepareAsync(source, scratch, options, progress, ct);
        using var library = corpus.Library;
        var factorMax = usable.Max(condition => condition.TimeFactor);
        var span = options.Lengths[^1] * Math.Max(1, factorMax);
        var (recordings, tooShort) = LongEnough(corpus.Recordings, span, source, options);
        var excerpts = Draw.Excerpts(recordings, span, options);
        var (trials, faults, isComplete) = await AskAllAsync(Ask, excerpts, options.Threads, progress, ct);
        var done = trials.Values.SelectMany(all => all).ToList();
        if (done.Count == 0)
        {
            throw new UsageException(
                $"No clip of {source} could be asked about: {faults.Select(fault => fault.Reason).FirstOrDefault()}");
        }

        var asked = excerpts.Where(excerpt => trials.ContainsKey(excerpt.Number)).ToList();
        return new EvaluationResult
        {
            Source = source,
            Options = options,
            KnownTrackCount = library.Statistics().TrackCount,
            UnknownTrackCount = corpus.Unknown.Count,
            ForeignRecordingCount = asked
                .Where(excerpt => excerpt.Recording.IsForeign).DistinctBy(excerpt => excerpt.Recording.Name).Count(),
            KnownClipCount = asked.Count(excerpt => excerpt.Recording.IsKnown),
            UnknownClipCount = asked.Count(excerpt => excerpt.Recording.Kind == Recording.LeftOut),
            ForeignClipCount = asked.Count(excerpt => excerpt.Recording.IsForeign),
            IsComplete = isComplete,
            SkippedConditions = skipped,
            LeftOutFiles = [.. corpus.LeftOut, .. tooShort, .. faults],
            Trials = done,
        };

        Task<(IReadOnlyList<Trial> Trials, IReadOnlyList<LeftOut> Faults)> Ask(Excerpt excerpt) =>
            Interview.RunAsync(library, excerpt, options, Around(excerpt), factorMax, ct);

        Surroundings Around(Excerpt excerpt)
        {
            var length = (int)((options.Lengths[^1] + 4) * Math.Max(1, factorMax) * Sound.SampleRate);
            return new Surroundings(options.Seed, FirstSurroundings + excerpt.Number, length, noises, rooms);
        }
    }

    private static (IReadOnlyList<Condition> Usable, IReadOnlyList<LeftOut> Skipped) Sort(
        IReadOnlyList<Condition> conditions, bool hasNoises)
    {
        var skipped = conditions
            .Select(condition => new LeftOut(condition.Name, condition.Obstacle(hasNoises) ?? ""))
            .Where(condition => condition.Reason.Length > 0)
            .ToList();
        var usable = conditions
            .Where(condition => skipped.All(other => other.What != condition.Name))
            .ToList();
        return usable.Count > 0
            ? (usable, skipped)
            : throw new UsageException(
                "No condition is left: " +
                $"{string.Join("; ", skipped.Select(other => $"{other.What}, {other.Reason}"))}.");
    }

    /// <summary>The recordings that clips can be cut from, and the foreign ones that are too short for that.</summary>
    /// <exception cref="UsageException">None is long enough.</exception>
    private static (IReadOnlyList<Recording> Recordings, IReadOnlyList<LeftOut> TooShort) LongEnough(
        IReadOnlyList<Recording> all, double span, string source, EvaluationOptions options)
    {
        var enough = all.Where(recording => recording.Duration.TotalSeconds >= span).ToList();
        if (!enough.Exists(recording => recording.IsKnown || options.OnlyUnknown))
        {
            var what = options.OnlyUnknown ? "Nothing unknown" : $"No track of {source}";
            throw new UsageException(FormattableString.Invariant(
                $"{what} lasts the {span:0.#} s that clips of {options.Lengths[^1]} s take; give shorter --lengths."));
        }

        return (enough, [.. all.Except(enough).Where(recording => recording.IsForeign).Select(TooShort)]);

        LeftOut TooShort(Recording recording) => new(recording.Path, FormattableString.Invariant(
            $"{recording.Path} lasts {recording.Duration.TotalSeconds:0.0} s; clips take {span:0.#} s of it."));
    }

    private static async Task<(SortedDictionary<int, IReadOnlyList<Trial>> Trials, List<LeftOut> Faults, bool)>
        AskAllAsync(
            Func<Excerpt, Task<(IReadOnlyList<Trial> Trials, IReadOnlyList<LeftOut> Faults)>> ask,
            IReadOnlyList<Excerpt> excerpts,
            int threads,
            IProgress<EvaluationProgress> progress,
            CancellationToken ct)
    {
        var trials = new ConcurrentDictionary<int, IReadOnlyList<Trial>>();
        var faults = new ConcurrentDictionary<int, IReadOnlyList<LeftOut>>();
        var isComplete = true;
        try
        {
            var done = 0;
            progress.Report(new EvaluationProgress("asking", 0, excerpts.Count));
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = ct };
            await Parallel.ForEachAsync(excerpts, parallel, async (excerpt, _) =>
            {
                try
                {
                    (var answered, faults[excerpt.Number]) = await ask(excerpt);
                    if (answered.Count > 0)
                    {
                        trials[excerpt.Number] = answered;
                    }
                }
                catch (AudioException e)
                {
                    faults[excerpt.Number] = [new LeftOut(excerpt.Recording.Path, e.Message)];
                }

                progress.Report(new EvaluationProgress("asking", Interlocked.Increment(ref done), excerpts.Count));
            });
        }
        catch (OperationCanceledException) when (!trials.IsEmpty)
        {
            isComplete = false;
        }

        return (new SortedDictionary<int, IReadOnlyList<Trial>>(trials),
            [.. faults.OrderBy(fault => fault.Key).SelectMany(fault => fault.Value)],
            isComplete);
    }
}
