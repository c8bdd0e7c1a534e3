using System.Diagnostics;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Bench.Measuring;

/// <summary>Asks a library about clips, and says what that took: time, processors, network.</summary>
internal sealed class ClusterRun(
    Func<TrackIndex> open, FingerprintProfile profile, IReadOnlyList<Observation> clips, Report report)
{
    /// <summary>
    /// The light step alone, then it and each step after it of the clip as it is, then whole searches, which end where
    /// the answer is beyond doubt; each clip of a library just opened, with nothing but its tables in memory, and at
    /// once again.
    /// </summary>
    public void MeasureSearches()
    {
        (string What, Func<TrackIndex, Observation, Taken> Run)[] kinds =
        [
            ("light step", (index, query) => LookUp(index, query, 1)),
            ("light and sparse step", (index, query) => LookUp(index, query, 2)),
            ("light, sparse and dense step", (index, query) => LookUp(index, query, 3)),
            ("whole search", Search),
        ];
        foreach (var (what, run) in kinds)
        {
            var (first, again) = (new List<Taken>(), new List<Taken>());
            foreach (var clip in clips)
            {
                using var index = open();
                using var tables = index.Snapshot();
                first.Add(run(index, clip));
                again.Add(run(index, clip));
            }

            // Without the first clip: code was compiled for it while the clock ran.
            Say($"{what}, of a library just opened", first.Skip(1));
            Say($"{what}, again", again.Skip(1));
        }
    }

    /// <summary>How many whole searches a process does one after the other.</summary>
    public void MeasureRate(TimeSpan limit)
    {
        using var index = open();
        Search(index, clips[0]);
        var (count, clock, before) = (0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (; clock.Elapsed < limit; count++)
        {
            Search(index, clips[count % clips.Count]);
        }

        var cpu = Environment.CpuUsage.TotalTime - before;
        report.Say(
            $"{count / clock.Elapsed.TotalSeconds:0.0} searches a second, " +
            $"{1000 * cpu.TotalSeconds / count:0.0} ms CPU each in this process");
    }

    private Taken LookUp(TrackIndex index, Observation query, int stepCount) => Measure(index, snapshot =>
    {
        (SearchDensity Density, int Limit)[] steps =
        [
            (SearchDensity.Light(profile), ClipSearch.LightLimit),
            (SearchDensity.Sparse, ClipSearch.SparseLimit),
            (SearchDensity.Dense, ClipSearch.DenseLimit),
        ];
        var histogram = new OffsetHistogram();
        foreach (var clip in QueryClip.Cut(query, profile, new MatchOptions().LongestClip))
        {
            foreach (var (density, limit) in steps.AsSpan(0, stepCount))
            {
                new CandidateSearch(snapshot, clip.At(density), histogram).Find(Hypothesis.Identity.Warp, limit);
            }
        }
    });

    private Taken Search(TrackIndex index, Observation query) => Measure(
        index, snapshot => Matcher.Identify(snapshot, query, profile, index.Find, new MatchOptions()));

    private static Taken Measure(TrackIndex index, Action<IndexSnapshot> search)
    {
        using var meter = NetworkMeter.Begin();
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        using (var snapshot = index.Snapshot())
        {
            search(snapshot);
        }

        return new Taken(
            Stopwatch.GetElapsedTime(start),
            Environment.CpuUsage.TotalTime - cpu,
            meter.Use ?? new NetworkUse(0, 0, 0));
    }

    private void Say(string what, IEnumerable<Taken> runs)
    {
        var all = runs.ToList();
        var wall = new Percentiles(all.Select(taken => taken.Wall.TotalMilliseconds));
        var cpu = new Percentiles(all.Select(taken => taken.Cpu.TotalMilliseconds));
        report.Say(
            $"{what}, {all.Count} clips: ms p50 / p95 / p99 / max: {wall.Say()}; CPU of this process: {cpu.Say()}");
        report.Say(
            $"  network, mean: {all.Average(taken => taken.Use.Values):0} values, " +
            $"{all.Average(taken => taken.Use.Bytes) / 1000:0} kB, " +
            $"{all.Average(taken => taken.Use.RoundTrips):0.0} round trips");
    }

    private readonly record struct Taken(TimeSpan Wall, TimeSpan Cpu, NetworkUse Use);
}
