using Earmark.Cli.Verbs;

namespace Earmark.Tests.Cli;

public sealed class StoreMeterTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void Progress_says_files_hours_rate_and_time_left()
    {
        var meter = new StoreMeter(_clock);
        meter.Report(new StoreProgress(0, 5, TimeSpan.Zero));
        meter.Add(Result(StoreStatus.Stored, minutes: 30));
        meter.Add(Result(StoreStatus.Skipped, minutes: 30));
        meter.Add(Result(StoreStatus.Replaced, minutes: 60));
        _clock.Seconds = 10;

        // Two files took 10 s, two are left; what was skipped counts for neither.
        Assert.Equal("3 of 5 files, 1.5 h, 540 × real time, 0:10 left", meter.Progress());
    }

    [Fact]
    public void The_summary_counts_what_was_stored_unchanged_and_failed()
    {
        var meter = new StoreMeter(_clock);
        meter.Add(Result(StoreStatus.Stored, minutes: 3));
        meter.Add(Result(StoreStatus.Skipped, minutes: 3));
        meter.Add(Result(StoreStatus.Failed, minutes: 0));
        _clock.Seconds = 1.5;

        Assert.Equal("Stored 1 file (3 min, 120 × real time) in 1.5 s; 1 unchanged, 1 failed.", meter.Summary());
        Assert.Single(meter.Failures);
    }

    [Fact]
    public void The_number_of_files_is_told_before_the_first_result()
    {
        var told = new List<string>();
        var meter = new StoreMeter(_clock);
        meter.Changed = () => told.Add(meter.Progress());

        meter.Report(new StoreProgress(0, 5, TimeSpan.Zero));
        meter.Add(Result(StoreStatus.Skipped, minutes: 3));

        Assert.Equal(["0 of 5 files", "1 of 5 files"], told);
    }

    [Fact]
    public void Nothing_stored_has_no_rate() =>
        Assert.Equal("Stored 0 files in 0.0 s.", new StoreMeter(_clock).Summary());

    private static StoreResult Result(StoreStatus status, double minutes) =>
        new("/a", "a", status, null, TimeSpan.FromMinutes(minutes), 0, []);

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }
}
