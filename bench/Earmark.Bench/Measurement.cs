using System.Diagnostics;
using Earmark.Bench.Measuring;
using Earmark.Cli.Output;
using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Bench;

/// <summary>Measures one library: first what it is, then what asking it takes and gives.</summary>
internal sealed class Measurement(string folder, FingerprintProfile profile, MatchOptions options, Report report)
{
    /// <summary>Size, opening, and the lists of its keys.</summary>
    /// <param name="withLists">Whether to read all of them, which takes as long as reading the library.</param>
    public void MeasureLibrary(bool withLists)
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
        if (withLists)
        {
            report.Lists(new ListCensus(snapshot, profile.KeyCount));
        }
    }

    /// <summary>What searches take, warm and cold, step by step, and how many clips are named.</summary>
    /// <param name="threadCount">How many clips are asked about at once, while none is asked cold.</param>
    /// <param name="longest">When to begin no further clip.</param>
    public async Task MeasureSearchAsync(
        IReadOnlyList<Clip> clips,
        int profiledCount,
        int coldCount,
        int threadCount,
        TimeSpan longest,
        CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var profiledEvery = Math.Max(1, clips.Count / Math.Max(1, profiledCount));
        var asked = new Asked?[clips.Count];
        var profiled = new StepCost[]?[clips.Count];
        using (var index = Open())
        {
            var interrogation = new Interrogation(index, profile, options);
            var atOnce = new ParallelOptions { MaxDegreeOfParallelism = threadCount, CancellationToken = ct };
            await Parallel.ForAsync(0, clips.Count, atOnce, (i, _) =>
            {
                if (Stopwatch.GetElapsedTime(start) > longest)
                {
                    return ValueTask.CompletedTask;
                }

                var query = clips[i].Hear(profile);
                asked[i] = interrogation.Ask(clips[i], query);
                if (profiledCount > 0 && i % profiledEvery == profiledEvery - 1)
                {
                    profiled[i] = interrogation.Profile(query);
                }

                return ValueTask.CompletedTask;
            });
        }

        var answers = asked.OfType<Asked>().ToList();
        report.Say($"asked: {answers.Count} of {clips.Count} clips");
        report.Steps([.. profiled.OfType<StepCost[]>()]);
        report.Answers(answers);
        for (var step = 1; step <= SearchProfile.Steps.Count; step++)
        {
            var cold = answers.Where(answer => answer.StepCount == step).Take(coldCount).Select(answer => answer.Clip);
            report.Cold($"{SearchProfile.Steps[step - 1]} step the last", AskCold(cold));
        }

        var (own, mapped) = LinuxCalls.Resident();
        report.Say($"memory at the end: {own / 1e6:0} MB and {mapped / 1e6:0} MB of mapped files");
    }

    /// <summary>Asks with a library just opened, and nothing of its files in memory but what opening reads.</summary>
    private List<Cost> AskCold(IEnumerable<Clip> clips)
    {
        var costs = new List<Cost>();
        foreach (var query in clips.Select(clip => clip.Hear(profile)))
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
