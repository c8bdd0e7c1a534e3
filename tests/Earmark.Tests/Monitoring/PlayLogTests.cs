using Earmark.Monitoring;
using Earmark.Tests.Cli;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Monitoring;

public sealed class PlayLogTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    [Fact]
    public void What_was_appended_is_there_after_opening_it_again()
    {
        var told = SamplePlays.Ended("radio", Noon, 10, 70);
        string id;
        using (var log = PlayLog.Open(_folder.Library))
        {
            id = log.Id;
            Assert.Equal(1, log.Append(told));
            Assert.Equal(2, log.Append(told with { Kind = MonitorEventKind.Unknown, Play = null, Message = "ö" }));
        }

        using var again = PlayLog.Open(_folder.Library);
        var events = again.After(0, 10);
        Assert.Equal(id, again.Id);
        Assert.Equal([1, 2], events.Select(logged => logged.Id));
        Assert.Equal(WithoutFile(told), events[0].Event);
        Assert.Equal(("ö", null), (events[1].Event.Message, events[1].Event.Play));
        Assert.Equal([2], again.After(1, 10).Select(logged => logged.Id));
        Assert.Equal(events, again.Of(told.Run));
    }

    [Fact]
    public void Events_are_read_by_time_source_and_kind()
    {
        using var log = PlayLog.Open(_folder.Library);
        log.Append(SamplePlays.Ended("a", Noon, 0, 60));
        log.Append(SamplePlays.Ended("b", Noon, 100, 160));
        log.Append(SamplePlays.Ended("a", Noon, 200, 260) with { Kind = MonitorEventKind.Silence, Play = null });

        Assert.Equal([1, 2], Ids(log.Between(Noon, Noon.AddSeconds(120))));
        Assert.Equal([2, 3], Ids(log.Between(Noon.AddSeconds(150), Noon.AddSeconds(1000))));
        Assert.Equal([1, 3], Ids(log.Between(Noon, Noon.AddHours(1), "a")));
        Assert.Equal([3], Ids(log.Between(Noon, Noon.AddHours(1), null, MonitorEventKind.Silence)));
        Assert.Empty(log.Between(Noon.AddHours(1), Noon.AddHours(2)));
    }

    [Fact]
    public void A_run_says_how_far_its_source_was_heard_and_whether_it_has_ended()
    {
        var time = new StoppedClock(Noon.AddSeconds(95));
        using var log = PlayLog.Open(_folder.Library, time);
        var told = SamplePlays.Ended("radio", Noon, 10, 70);
        log.Append(told);

        var progress = told with { Kind = MonitorEventKind.Progress, Start = 90, Stop = 90 };
        Assert.Equal(0, log.Append(progress));
        Assert.Equal(
            new LoggedRun(told.Run, "radio", Noon, true, 90, Noon.AddSeconds(95), false), Assert.Single(log.Runs(5)));

        log.Append(progress with { Kind = MonitorEventKind.SourceEnded });
        Assert.True(log.Runs(5)[0].HasEnded);
        Assert.Equal(2, log.After(0, 10).Count);
    }

    [Fact]
    public void A_cursor_begins_at_the_newest_event_and_keeps_what_is_before_it_from_being_forgotten()
    {
        using var log = PlayLog.Open(_folder.Library);
        log.Append(SamplePlays.Ended("a", Noon, 0, 60));
        Assert.Equal(1, log.Cursor("hook"));
        log.Append(SamplePlays.Ended("a", Noon, 60, 120));
        Assert.Equal(1, log.Cursor("hook"));

        Assert.Equal(1, log.Forget(Noon.AddHours(1)));
        Assert.Equal([2], Ids(log.After(0, 10)));

        log.MoveCursor("hook", 2);
        log.MoveCursor("hook", 1);
        Assert.Equal(2, log.Cursor("hook"));
        Assert.Equal(1, log.Forget(Noon.AddHours(1)));
        Assert.Equal(3, log.Append(SamplePlays.Ended("a", Noon, 60, 120)));
    }

    [Fact]
    public void Two_may_append_side_by_side()
    {
        using var log = PlayLog.Open(_folder.Library);
        using var other = PlayLog.Open(_folder.Library);

        Parallel.For(0, 40, i => (i % 2 == 0 ? log : other).Append(SamplePlays.Ended("a", Noon, i, i + 1)));

        Assert.Equal(40, log.After(0, 100).Count);
        Assert.Equal(log.Id, other.Id);
    }

    [Fact]
    public void A_file_that_is_no_log_is_said_to_be_unusable()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Library, "monitor"));
        File.WriteAllText(Path.Combine(_folder.Library, "monitor", "plays.db"), new string('x', 4096));

        var e = Assert.Throws<LibraryException>(() => PlayLog.Open(_folder.Library));
        Assert.Contains("move the file away", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<long> Ids(IEnumerable<LoggedEvent> events) => events.Select(logged => logged.Id);

    /// <summary>Of a track, the log keeps what it is called, not what its file was like.</summary>
    private static MonitorEvent WithoutFile(MonitorEvent told) => told with
    {
        Play = told.Play! with { Track = told.Play.Track with { FileSize = 0, Modified = 0, LandmarkCount = 0 } },
    };
}
