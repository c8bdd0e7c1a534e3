using System.Diagnostics;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Bench.Measuring;

/// <summary>Asks a library about clips, and says what that took: time, processors, network.</summary>
internal sealed class ClusterRun(
    TrackIndex index, FingerprintProfile profile, IReadOnlyList<Observation> clips, Report report)
{
    /// <summary>
    /// The light step alone, then it and each step after it of the clip as it is, then whole searches, which end where
    /// the answer is beyond doubt; each clip with nothing of it in memory, and again.
    /// </summary>
    public void MeasureSearches()
    {
        (string What, Func<Observation, Taken> Run)[] kinds =
        [
            ("light step", query => LookUp(query, 1)),
            ("light and sparse step", query => LookUp(query, 2)),
            ("light, sparse and dense step", query => LookUp(query, 3)),
            ("whole search", Search),
        ];
        foreach (var (what, run) in kinds)
        {
            // One round beforehand, so that nothing is compiled while the clock runs.
            run(clips[0]);
            Say($"{what}, first time", clips.Skip(1).Select(run));
            Say($"{what}, again", clips.Skip(1).Select(run));
        }
    }

    /// <summary>How many whole searches a process does one after the other.</summary>
    public void MeasureRate(TimeSpan limit)
    {
        Search(clips[0]);
        var (count, clock, before) = (0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (; clock.Elapsed < limit; count++)
        {
            Search(clips[count % clips.Count]);
        }

        var cpu = Environment.CpuUsage.TotalTime - before;
        report.Say(
            $"{count / clock.Elapsed.TotalSeconds:0.0} searches a second, " +
            $"{1000 * cpu.TotalSeconds / count:0.0} ms CPU each in this process");
    }

    private Taken LookUp(Observation query, int stepCount) => Measure(snapshot =>
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

    private Taken Search(Observation query) => Measure(
        snapshot => Matcher.Identify(snapshot, query, profile, index.Find, new MatchOptions()));

    private Taken Measure(Action<IndexSnapshot> search)
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
