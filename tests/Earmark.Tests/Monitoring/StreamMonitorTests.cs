using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Monitoring;
using static Earmark.Tests.Monitoring.MonitoredLibrary;

namespace Earmark.Tests.Monitoring;

public sealed class StreamMonitorTests(MonitoredLibrary monitored) : IClassFixture<MonitoredLibrary>
{
    /// <summary>How far a boundary may be off, in seconds.</summary>
    private const double Near = 1;

    [Fact]
    public async Task Tracks_back_to_back_are_told_apart_to_a_second_with_what_is_between()
    {
        var stream = new ComposedStream()
            .Add(monitored.Piece(0).Cut(5, 25))
            .Add(monitored.Piece(1).Cut(20, 25))
            .AddSilence(8)
            .Add(monitored.Piece(TrackCount).Cut(0, 30))
            .Add(monitored.Piece(2).Cut(0, 25));

        var events = await monitored.MonitorAsync(stream);

        Assert.Equal(["track0", "track1", "silence", "unknown", "track2"], Told(events));
        var plays = Plays(events);
        AssertNear([(0, 25), (25, 50), (88, 113)], plays);
        Assert.Equal(
            [5, -5, -88], plays.Select(told => Math.Round(told.Play!.ReferenceStart - told.Play.Start)));
        Assert.All(plays, told => Assert.InRange(told.Play!.TimeFactor, 0.995, 1.005));
        Assert.All(plays, told => Assert.InRange(told.Play!.Confidence, 0.99, 1));
        Assert.All(plays, told => Assert.InRange(told.Play!.Coverage, 0.7, 1));
    }

    [Fact]
    public async Task A_play_is_told_as_soon_as_it_is_sure_and_again_when_it_is_over()
    {
        var stream = new ComposedStream().Add(monitored.Piece(0).Cut(5, 30)).Add(monitored.Piece(1).Cut(5, 20));

        var events = await monitored.MonitorAsync(stream);

        MonitorEventKind[] kinds = [MonitorEventKind.Progress, MonitorEventKind.Note];
        Assert.Equal(
            [
                MonitorEventKind.SourceOpened, MonitorEventKind.PlayStarted, MonitorEventKind.PlayStarted,
                MonitorEventKind.PlayEnded, MonitorEventKind.PlayEnded, MonitorEventKind.SourceEnded,
            ],
            events.Select(told => told.Kind).Where(kind => !kinds.Contains(kind)));
        var started = events.First(told => told.Kind == MonitorEventKind.PlayStarted);
        Assert.InRange(started.Stop, 3, 15);
        Assert.Equal([1, 2], Plays(events).Select(told => told.Play!.Number));
        var progress = events.FindAll(told => told.Kind == MonitorEventKind.Progress);
        Assert.InRange(progress.Count, 15, 25);
        Assert.Equal("track0", progress[6].Play?.Track.RefId);
    }

    [Fact]
    public async Task Tracks_that_fade_into_each_other_overlap()
    {
        var stream = new ComposedStream()
            .Add(monitored.Piece(0).Cut(5, 30))
            .Add(monitored.Piece(1).Cut(5, 30), fade: 5)
            .Add(monitored.Piece(2).Cut(5, 30), fade: 5);

        var events = await monitored.MonitorAsync(stream);

        Assert.Equal(["track0", "track1", "track2"], Told(events));
        AssertNear([(0, 30), (25, 55), (50, 80)], Plays(events), within: 4);
    }

    [Fact]
    public async Task The_same_track_twice_in_a_row_is_two_plays()
    {
        var whole = monitored.Piece(0);
        var part = monitored.Piece(1).Cut(0, 30);
        var stream = new ComposedStream().Add(whole).Add(whole).Add(part).Add(part);

        var plays = Plays(await monitored.MonitorAsync(stream));

        Assert.Equal(["track0", "track0", "track1", "track1"], plays.Select(told => told.Play!.Track.RefId));
        var length = whole.Duration.TotalSeconds;
        AssertNear(
            [
                (0, length), (length, 2 * length), (2 * length, (2 * length) + 30),
                ((2 * length) + 30, (2 * length) + 60),
            ],
            plays,
            within: 2.5);
    }

    [Fact]
    public async Task A_track_that_pauses_or_is_talked_over_is_one_play()
    {
        var stream = new ComposedStream()
            .Add(monitored.Piece(0).Cut(0, 20))
            .AddSilence(6)
            .Add(monitored.Piece(0).Cut(20, 20))
            .Add(monitored.Piece(1).Cut(0, 45));
        var voices = Babble.Speak(Sound.ToSamples(8), voices: 2, seed: 3);
        stream.TalkOver(new Sound(Array.ConvertAll(voices, sample => 0.1f * sample), 1), at: 60);

        var events = await monitored.MonitorAsync(stream);
        var plays = Plays(events);
        Assert.True(plays.Count == 2 && plays[0].Stop > 40, Words(events));
        Assert.Equal(["track0", "track1"], plays.Select(told => told.Play!.Track.RefId));
        AssertNear([(0, 46), (46, 91)], plays);
    }

    [Theory]
    [InlineData(1.03)]
    [InlineData(0.95)]
    public async Task A_track_that_plays_faster_or_slower_is_found_from_its_start_and_its_speed_told(double speed)
    {
        var stream = new ComposedStream().Add(monitored.Piece(1).Cut(0, 55)).Add(monitored.Piece(TrackCount));

        var plays = Plays(await monitored.MonitorAsync(stream, speed));

        var play = Assert.Single(plays);
        AssertNear([(0, 55 / speed)], plays);
        Assert.Equal(speed, play.Play!.TimeFactor, 0.003);
        Assert.Equal(speed, play.Play.FrequencyFactor, 0.003);
    }

    [Fact]
    public async Task What_is_in_no_library_is_unknown_and_nothing_else()
    {
        var stream = new ComposedStream().Add(monitored.Piece(TrackCount)).Add(monitored.Piece(TrackCount + 1));

        var events = await monitored.MonitorAsync(stream);

        var told = Assert.Single(events, told => told.Kind == MonitorEventKind.Unknown);
        Assert.DoesNotContain(events, told => told.Play is not null);
        Assert.Equal(stream.Now, told.Duration, 0.5);
    }

    [Fact]
    public async Task A_track_that_only_seemed_to_go_on_is_told_and_so_is_the_one_that_has_a_part_of_it()
    {
        // The medley is stored while its first part is on: until then that seems to be track0, which has skipped.
        var part = monitored.Piece(0).Cut(30, 22);
        var rest = monitored.Piece(TrackCount + 1).Cut(0, 40);
        var file = monitored.Files.Write(
            "medley.wav", WavWriter.Encode(new ComposedStream().Add(part).Add(rest).Sound));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var source = MonitorSource.Stream(
            pipe.Reader.AsStream(), "radio", new PcmFormat(SampleEncoding.Ieee32, Sound.SampleRate, 1));
        await Send(new ComposedStream().Add(monitored.Piece(0).Cut(0, 18)).AddSilence(4).Sound);
        await Send(part);
        var events = new List<MonitorEvent>();
        try
        {
            await foreach (var told in monitored.Library.MonitorAsync(source))
            {
                events.Add(told);
                if (told.Kind == MonitorEventKind.Progress && told.Stop > 39 && !File.Exists(file + ".stored"))
                {
                    await monitored.Library.StoreAsync(file);
                    File.Create(file + ".stored").Dispose();
                    await Send(rest);
                    await pipe.Writer.CompleteAsync();
                }
            }

            Assert.Equal(["track0", "medley"], Plays(events).Select(told => told.Play!.Track.RefId));
            AssertNear([(0, 18), (22, 84)], Plays(events), within: 2.5);
        }
        finally
        {
            monitored.Library.Delete("medley");
        }

        async Task Send(Sound sound) =>
            await pipe.Writer.WriteAsync(MemoryMarshal.AsBytes(sound.Samples.AsSpan()).ToArray());
    }

    [Fact]
    public async Task Copies_of_one_recording_are_told_once()
    {
        var copy = monitored.Files.Write("track1-copy.wav", WavWriter.Encode(monitored.Piece(1)));
        await monitored.Library.StoreAsync(copy);
        try
        {
            var stream = new ComposedStream().Add(monitored.Piece(1));

            Assert.StartsWith("track1", Assert.Single(Told(await monitored.MonitorAsync(stream))));
        }
        finally
        {
            monitored.Library.Delete("track1-copy");
        }
    }

    [Fact]
    public async Task Cancelling_tells_what_was_playing_and_ends()
    {
        using var stop = new CancellationTokenSource();
        using var endless = new RepeatedStream(WavWriter.Encode(monitored.Piece(0)), 0.25);
        var source = MonitorSource.Stream(endless, "radio");
        var events = new List<MonitorEvent>();

        await foreach (var told in monitored.Library.MonitorAsync(source, cancellation: stop.Token))
        {
            events.Add(told);
            if (told.Kind == MonitorEventKind.PlayStarted)
            {
                await stop.CancelAsync();
            }
        }

        Assert.Equal("track0", Plays(events)[0].Play!.Track.RefId);
        Assert.Equal(MonitorEventKind.SourceEnded, events[^1].Kind);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_exception()
    {
        var source = MonitorSource.File(monitored.Files.Write("text.mp3", "no music"u8.ToArray()));

        await Assert.ThrowsAsync<AudioException>(
            async () => await monitored.Library.MonitorAsync(source).ToListAsync());
    }

    private static string Words(IEnumerable<MonitorEvent> events) => string.Join('\n', events
        .Where(told => told.Kind != MonitorEventKind.Progress)
        .Select(told => $"{told.Kind} {told.Start:0.0} - {told.Stop:0.0} {told.Play?.Track.RefId} "
            + $"#{told.Play?.Number} at {told.Play?.ReferenceStart:0.0}, {told.Play?.Score:0} nats, {told.Message}"));

    private static void AssertNear(
        (double Start, double Stop)[] expected, List<MonitorEvent> plays, double within = Near)
    {
        var isNear = expected.Length == plays.Count && expected.Zip(plays).All(pair =>
            Math.Abs(pair.First.Start - pair.Second.Start) <= within
            && Math.Abs(pair.First.Stop - pair.Second.Stop) <= within);
        Assert.True(isNear, Words(plays));
    }
}
