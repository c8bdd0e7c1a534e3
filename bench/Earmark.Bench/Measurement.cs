using Earmark.Bench.Measuring;
using Earmark.Cli.Output;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Bench;

/// <summary>Measures one library: first what it is, then what asking it takes and gives.</summary>
internal sealed class Measurement(string folder, FingerprintProfile profile, MatchOptions options, Report report)
{
    /// <summary>Size, opening, and the lists of its keys.</summary>
    public void MeasureLibrary()
    {
        if (TrackIndex.ReadProfileId(folder) is null)
        {
            throw new UsageException($"There is no library in {folder}; make one.");
        }

        // Twice beforehand, so that nothing is compiled while the clock runs.
        OpenAndClose();
        OpenAndClose();
        LinuxCalls.DropFromMemory(folder);
        var cold = Cost.Of(OpenAndClose);
        var warm = Cost.Of(OpenAndClose);

        var before = LinuxCalls.Resident();
        using var index = Open();
        using var snapshot = index.Snapshot();
        var after = LinuxCalls.Resident();
        report.Size(index.Statistics());
        report.Opening(cold, warm, before, after);
        report.Lists(new ListCensus(snapshot, profile.KeyCount));
    }

    /// <summary>What searches take, warm and cold, step by step, and how many clips are named.</summary>
    public void MeasureSearch(IReadOnlyList<Clip> clips, int profiledCount, int coldCount, CancellationToken ct)
    {
        var profiledEvery = Math.Max(1, clips.Count / Math.Max(1, profiledCount));
        var answers = new List<Asked>();
        var steps = new List<StepCost[]>();
        var kept = new List<(Asked Asked, Observation Query)>();
        using (var index = Open())
        {
            var interrogation = new Interrogation(index, profile, options);
            for (var i = 0; i < clips.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                var query = clips[i].Hear(profile);
                answers.Add(interrogation.Ask(clips[i], query));
                if (profiledCount > 0 && i % profiledEvery == profiledEvery - 1)
                {
                    steps.Add(interrogation.Profile(query));
                }

                if (kept.Count(other => other.Asked.StepCount == answers[^1].StepCount) < coldCount)
                {
                    kept.Add((answers[^1], query));
                }
            }
        }

        report.Steps(steps);
        report.Answers(answers);
        for (var step = 1; step <= SearchProfile.Steps.Count; step++)
        {
            var asked = kept.Where(k => k.Asked.StepCount == step).Select(k => k.Query);
            report.Cold($"{SearchProfile.Steps[step - 1]} step the last", AskCold(asked));
        }

        var (own, mapped) = LinuxCalls.Resident();
        report.Say($"memory at the end: {own / 1e6:0} MB and {mapped / 1e6:0} MB of mapped files");
    }

    /// <summary>Asks with a library just opened, and nothing of its files in memory but what opening reads.</summary>
    private List<Cost> AskCold(IEnumerable<Observation> queries)
    {
        var costs = new List<Cost>();
        foreach (var query in queries)
        {
            if (!LinuxCalls.DropFromMemory(folder))
            {
                break;
            }

            using var index = Open();
            using var snapshot = index.Snapshot();
            var interrogation = new Interrogation(index, profile, options);
            costs.Add(Cost.Of(() => interrogation.Answer(snapshot, query)));
        }

        return costs;
    }

    private TrackIndex Open() => ProfileOptions.Open(folder, profile, IndexAccess.Read);

    private void OpenAndClose()
    {
        using var index = Open();
        using var snapshot = index.Snapshot();
    }
}
