using System.CommandLine;
using System.Diagnostics;
using Earmark.Bench.Measuring;
using Earmark.Bench.Synthesis;
using Earmark.Cli.Output;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Bench;

/// <summary>`make`: a library of real tracks and synthetic ones, and what building it took.</summary>
internal static class MakeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from")
        {
            Description = "Library of real tracks, of the profile `full`", HelpName = "DIR", Required = true,
        };
        var to = new Option<string>("--to")
        {
            Description = "Folder of the new one", HelpName = "DIR", Required = true,
        };
        var tracks = new Option<int>("--tracks")
        {
            Description = "How many in all", HelpName = "N", Required = true,
        };
        var seed = new Option<int>("--seed") { Description = "Another seed makes others", HelpName = "N" };
        var batch = new Option<int>("--batch")
        {
            Description = "Tracks that become one segment before they are merged; 300 kB of memory each",
            HelpName = "N",
            DefaultValueFactory = _ => 500,
        };
        var only = new Option<bool>("--only-synthetic") { Description = "Leave the real tracks out" };
        var profile = new ProfileOptions();
        var command = new Command("make", "Make a library of real and synthetic tracks")
        {
            from, to, tracks, seed, batch, only,
        };
        profile.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var target = parsed.GetRequiredValue(to);
            var fingerprint = profile.Read(parsed);
            using var source = ProfileOptions.Open(
                parsed.GetRequiredValue(from), FingerprintProfile.Full, IndexAccess.Read);
            var sources = SourceTrack.ReadAll(source);
            var synthesizer = new Synthesizer(sources, fingerprint, parsed.GetValue(seed));
            var real = parsed.GetValue(only) ? [] : sources.Select(track => Real(track, fingerprint)).ToList();
            var (count, batchSize) = (parsed.GetValue(tracks), Math.Max(1, parsed.GetValue(batch)));
            Run(target, fingerprint, real, synthesizer, count, batchSize, terminal, ct);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    /// <summary>
    /// How many of the tracks a library has: it was made by a command that was stopped, or asked for fewer.
    /// </summary>
    private static int CountMade(TrackIndex index, List<NewTrack> real, Synthesizer synthesizer)
    {
        var count = index.TrackCount;
        if (count == 0)
        {
            return 0;
        }

        var last = count <= real.Count ? real[count - 1] : synthesizer.Make(count - 1 - real.Count);
        return index.Find(last.RefId) is not null
            ? count
            : throw new UsageException(
                $"There is another library in {index.Folder}: it has {count:N0} tracks, but no {last.RefId}; give a " +
                "new folder, or the options that it was made with.");
    }

    /// <summary>A real track as a library of a profile keeps it: fewer peaks are the same ones of lower rank.</summary>
    private static NewTrack Real(SourceTrack source, FingerprintProfile profile) => new()
    {
        RefId = source.Track.RefId,
        Title = source.Track.Title,
        Artist = source.Track.Artist,
        Album = source.Track.Album,
        Duration = source.Track.Duration,
        Constellation = source.Constellation with
        {
            Peaks = [.. source.Constellation.Peaks.Where(peak => peak.Rank < profile.ReferencePeakRate)],
        },
    };

    private static void Run(
        string folder,
        FingerprintProfile profile,
        List<NewTrack> real,
        Synthesizer synthesizer,
        int trackCount,
        int batchSize,
        Terminal terminal,
        CancellationToken ct)
    {
        var (making, storing, already) = (default(Cost), default(Cost), 0L);

        // No merge yet, so that both costs are known on their own.
        var options = new IndexOptions { MergeFanOut = int.MaxValue };
        using (var index = ProfileOptions.Open(folder, profile, IndexAccess.Create, options))
        {
            already = index.Statistics().PostingCount;
            for (var done = CountMade(index, real, synthesizer); done < trackCount;)
            {
                ct.ThrowIfCancellationRequested();
                var count = Math.Min(batchSize, trackCount - done);
                var batch = new NewTrack[count];
                making += Cost.Of(() => Parallel.For(0, count, i =>
                    batch[i] = done + i < real.Count ? real[done + i] : synthesizer.Make(done + i - real.Count)));
                storing += Cost.Of(() => index.AddSegment(batch));
                done += count;
                terminal.Note($"{done:N0} of {trackCount:N0} tracks, {(making + storing).Wall.TotalSeconds:0} s");
            }
        }

        using (var index = ProfileOptions.Open(folder, profile, IndexAccess.Write))
        {
            var before = index.Statistics();
            var merging = Cost.Of(() => index.Compact());
            Tell(before, index.Statistics(), already, making, storing, merging, new Report(terminal));
        }
    }

    private static void Tell(
        IndexStatistics before,
        IndexStatistics after,
        long already,
        Cost making,
        Cost storing,
        Cost merging,
        Report report)
    {
        var (all, made) = ((double)after.PostingCount, after.PostingCount - already);
        report.Size(after);
        if (made > 0)
        {
            report.Say($"making {made:N0} postings' tracks: {making.Cpu.TotalSeconds:0.0} s CPU");
            report.Say(
                $"storing them, {before.SegmentCount} segments: {storing.Cpu.TotalSeconds:0.0} s CPU, " +
                $"{storing.Wall.TotalSeconds:0.0} s: {made / storing.Cpu.TotalSeconds / 1e6:0.00} M postings a s CPU");
        }

        report.Say(
            $"compacting {before.SegmentCount} segments to {after.SegmentCount}: " +
            $"{merging.Cpu.TotalSeconds:0.0} s CPU, {merging.Wall.TotalSeconds:0.0} s: " +
            $"{merging.Cpu.TotalSeconds * 1e9 / all:0} ns CPU a posting");
        report.Say($"peak memory of the process: {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB");
    }
}
