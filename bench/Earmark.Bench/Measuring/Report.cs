using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Bench.Measuring;

/// <summary>Writes what was measured, line by line.</summary>
internal sealed class Report(Terminal terminal)
{
    private static readonly double[] Shares = [0.5, 0.9, 0.99, 0.999];

    /// <summary>How large the library is.</summary>
    public void Size(IndexStatistics size)
    {
        var (postings, hours) = ((double)size.PostingCount, size.Duration.TotalHours);
        Say($"library: {size.TrackCount:N0} tracks, {hours:N0} h, {size.PostingCount:N0} postings, " +
            $"{size.SegmentCount} segments");
        Say($"  {size.TotalBytes / 1e6:N1} MB, {size.TotalBytes / 1e6 / hours:0.000} MB per hour");
        Say($"  blocks {size.PostingBytes / postings:0.000} bytes a posting; constellations " +
            $"{size.ConstellationBytes / 1e6 / hours:0.000} MB per hour; catalogue " +
            $"{(double)size.CatalogueBytes / size.TrackCount:0} bytes a track");
    }

    /// <summary>What opening it takes.</summary>
    public void Opening(Cost cold, Cost warm, (long Own, long Mapped) before, (long Own, long Mapped) after)
    {
        Say($"opening: cold {Ms(cold.Wall)} ({Ms(cold.Cpu)} CPU), warm {Ms(warm.Wall)} ({Ms(warm.Cpu)} CPU)");
        Say($"  takes {(after.Own - before.Own) / 1e6:0.0} MB of memory and " +
            $"{(after.Mapped - before.Mapped) / 1e6:0.0} MB of mapped files");
    }

    /// <summary>How long lists are.</summary>
    public void Lists(ListCensus lists)
    {
        Say($"lists: {lists.UsedKeys:N0} keys used; " +
            $"the list of a posting holds {lists.PostingsPerLookUp:N1} on average");
        Say($"  keys are worth {lists.CollisionBits:0.00} bits; the longest 0.1 % of lists hold " +
            $"{100 * lists.ShareOfLongest(0.001):0.00} % of the postings, " +
            $"1 % {100 * lists.ShareOfLongest(0.01):0.0} %, " +
            $"10 % {100 * lists.ShareOfLongest(0.1):0.0} %");
        Say($"  lengths by keys, p50 / p90 / p99 / p99.9 / max: {Lengths(ofPostings: false)}");
        Say($"  lengths by postings: {Lengths(ofPostings: true)}");

        string Lengths(bool ofPostings) => string.Join(" / ", Shares
            .Select(share => lists.LengthAt(share, ofPostings)).Append(lists.Longest)
            .Select(length => $"{length:N0}"));
    }

    /// <summary>What the steps of a search do and take, on average.</summary>
    public void Steps(IReadOnlyList<StepCost[]> clips)
    {
        if (clips.Count == 0)
        {
            return;
        }

        Say($"steps of a search, mean of {clips.Count} clips, all steps taken; ms CPU:");
        Say("  step       probes      kept        hits | pairing probing reading counting screening verifying " +
            "|  total");
        for (var step = 0; step < SearchProfile.Steps.Count; step++)
        {
            var sum = clips.Aggregate(default(StepCost), (all, clip) => all + clip[step]);
            var n = clips.Count;
            Say($"  {SearchProfile.Steps[step],-8} {sum.Probes / n,8} {sum.Kept / n,9} {sum.Hits / n,11} | " +
                $"{Mean(sum.Pairing, n),7} {Mean(sum.Probing, n),7} {Mean(sum.Reading, n),7} " +
                $"{Mean(sum.Counting, n),8} " +
                $"{Mean(sum.Screening, n),9} {Mean(sum.Verifying, n),9} | {Mean(sum.Total, n),6}");
        }
    }

    /// <summary>How long answers take, and whether they are right.</summary>
    public void Answers(IReadOnlyList<Asked> all)
    {
        for (var step = 1; step <= SearchProfile.Steps.Count; step++)
        {
            var name = SearchProfile.Steps[step - 1];
            Times($"warm, {name} step the last", [.. all.Where(asked => asked.StepCount == step).Select(a => a.Cost)]);
        }

        var mapping = new Percentiles(all.Select(asked => asked.Mapping.TotalMilliseconds));
        Say($"in each of them, ranking the clip's cells: ms CPU p50 / p95 / p99 / max: {mapping.Say()}");
        foreach (var condition in all.Where(asked => asked.IsKnown).GroupBy(asked => asked.Clip.Condition))
        {
            Recall(condition.Key, [.. condition]);
        }

        Recall("all known", [.. all.Where(asked => asked.IsKnown)]);
        var unknown = all.Where(asked => !asked.IsKnown).ToList();
        var scores = new Percentiles(unknown.Select(asked => asked.Score));
        Say($"unknown: {unknown.Count(asked => asked.IsNamed)} of {unknown.Count} are given a name; best scores, " +
            $"p50 / p95 / p99 / max: {scores.Say("0.00")} nats; margins " +
            $"{new Percentiles(unknown.Select(asked => asked.Margin)).Say("0.00")}");
    }

    /// <summary>What a search takes when nothing is in memory.</summary>
    public void Cold(string what, IReadOnlyList<Cost> costs) => Times($"cold, {what}", costs);

    /// <summary>A line of its own.</summary>
    public void Say(string line) => terminal.Tell(line);

    private void Times(string what, IReadOnlyList<Cost> costs)
    {
        if (costs.Count > 0)
        {
            Say($"{what}: {costs.Count} clips, ms CPU p50 / p95 / p99 / max: " +
                $"{new Percentiles(costs.Select(cost => cost.Cpu.TotalMilliseconds)).Say()}, wall " +
                $"{new Percentiles(costs.Select(cost => cost.Wall.TotalMilliseconds)).Say()}");
        }
    }

    private void Recall(string what, IReadOnlyList<Asked> known)
    {
        if (known.Count == 0)
        {
            return;
        }

        var missed = known.Where(asked => !asked.IsRight).ToList();
        Say($"{what}: {known.Count - missed.Count} of {known.Count} right " +
            $"({100.0 * (known.Count - missed.Count) / known.Count:0.0} %); " +
            $"{missed.Count(asked => asked.IsNamed)} wrong; " +
            $"lost in voting {missed.Count(asked => !asked.IsFound)}, after it {missed.Count(asked => asked.IsFound)}");
    }

    private static string Mean(TimeSpan sum, int count) => $"{sum.TotalMilliseconds / count:0.0}";

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0.0} ms";
}
