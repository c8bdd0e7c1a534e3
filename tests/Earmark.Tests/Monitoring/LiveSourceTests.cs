using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Monitoring;

namespace Earmark.Tests.Monitoring;

public sealed class LiveSourceTests(MonitoredLibrary monitored) : IClassFixture<MonitoredLibrary>
{
    private static readonly MonitorOptions Impatient = new()
    {
        FirstRetry = TimeSpan.FromMilliseconds(20),
        LongestRetry = TimeSpan.FromMilliseconds(40),
    };

    [Fact]
    public async Task A_station_that_breaks_off_and_sends_garbage_is_heard_on_and_what_was_missed_is_told()
    {
        var garbage = new byte[3000];
        new Random(5).NextBytes(garbage);
        var program = Mp3("program.wav", new ComposedStream()
            .Add(monitored.Piece(0).Cut(0, 40)).Add(monitored.Piece(1).Cut(0, 40)));
        var (third, half) = (program.Length / 3, program.Length / 2);
        using var station = new StationServer(
        [
            program[..third],
            [],
            [.. program[third..half], .. garbage, .. program[half..]],
            garbage,
        ]);

        var events = await ListenAsync(MonitorSource.Url(station.Url), until: 4, station);

        var plays = MonitoredLibrary.Plays(events);
        Assert.True(plays.Count == 2, string.Join('\n', events.Where(told => told.Kind != MonitorEventKind.Progress)));
        Assert.Equal(["track0", "track1"], plays.Select(told => told.Play!.Track.RefId));
        var back = Assert.Single(events, told => told.Kind == MonitorEventKind.SourceBack);
        Assert.Equal(0, plays[0].Start, 1.0);
        Assert.Equal(40 + back.Duration, plays[1].Start, 3.0);
        Assert.Equal(80 + back.Duration, plays[1].Stop, 3.0);
        Assert.Equal(80.0 / 3, back.Start, 1.0);
        Assert.InRange(back.Duration, 0.02, 60);
        Assert.All(
            events.Where(told => told.Kind == MonitorEventKind.SourceLost),
            told => Assert.Contains(station.Url.Host, told.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_on_a_web_server_ends_where_it_ends()
    {
        var file = Mp3("podcast.wav", new ComposedStream().Add(monitored.Piece(2)));
        using var server = new FixedLengthServer(file);

        var events = await monitored.Library.MonitorAsync(MonitorSource.Url(server.Url), Impatient).ToListAsync();

        Assert.Equal("track2", Assert.Single(MonitoredLibrary.Plays(events)).Play!.Track.RefId);
        Assert.Equal(MonitorEventKind.SourceEnded, events[^1].Kind);
        Assert.DoesNotContain(events, told => told.Kind == MonitorEventKind.SourceLost);
    }

    [Fact]
    public async Task A_live_playlist_ends_where_it_says_that_it_is_complete()
    {
        using var server = new PlaylistServer(
            Parts(monitored.Piece(0).Cut(0, 12)),
            [PlaylistServer.Playlist(0, 3), PlaylistServer.Playlist(1, 5, isComplete: true)]);

        var events = await monitored.Library.MonitorAsync(MonitorSource.Url(server.Url), Impatient).ToListAsync();

        Assert.Equal(12, Assert.Single(MonitoredLibrary.Plays(events)).Duration, 1.0);
        Assert.Equal(MonitorEventKind.SourceEnded, events[^1].Kind);
        Assert.Equal(12, events[^1].Stop, 0.5);
        Assert.DoesNotContain(events, told => told.Kind == MonitorEventKind.SourceLost);
    }

    [Fact]
    public async Task A_playlist_that_a_station_has_left_behind_is_not_heard_again_and_again()
    {
        using var server = new PlaylistServer(
            Parts(monitored.Piece(0).Cut(0, 12)),
            [
                PlaylistServer.Playlist(0, 3),
                .. Enumerable.Repeat(PlaylistServer.Playlist(1, 3), 4),
                PlaylistServer.Playlist(3, 3, isComplete: true),
            ]);
        var options = Impatient with { Decoding = new AudioOptions { StallLimit = TimeSpan.FromSeconds(2.5) } };

        var events = await monitored.Library.MonitorAsync(MonitorSource.Url(server.Url), options).ToListAsync();

        Assert.Contains("nothing new", events.First(told => told.Kind == MonitorEventKind.SourceLost).Message,
            StringComparison.Ordinal);
        var back = Assert.Single(events, told => told.Kind == MonitorEventKind.SourceBack);
        Assert.Equal(8, back.Start, 1.0);
        // A part is opened while the one before is read, which may be heard twice therefore.
        Assert.InRange(events[^1].Stop - back.Duration, 11.5, 14.5);
        Assert.Equal(12, Assert.Single(MonitoredLibrary.Plays(events)).Play!.ReferenceStop, 1.0);
    }

    [Fact]
    public async Task Why_a_source_is_away_is_told_once_however_often_it_is_tried()
    {
        using var station = new StationServer([]);
        using var stop = new CancellationTokenSource();
        var losses = 0;

        await foreach (var told in monitored.Library.MonitorAsync(
            MonitorSource.Url(station.Url), Impatient, stop.Token))
        {
            losses += told.Kind == MonitorEventKind.SourceLost ? 1 : 0;
            stop.CancelAfter(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(1, losses);
        Assert.True(station.ConnectionCount > 2, $"{station.ConnectionCount} tries");
    }

    [Fact]
    public async Task A_device_that_is_not_there_at_the_first_try_is_waited_for_only_if_that_is_asked()
    {
        var source = new MonitorSource("device", (_, _) => throw new AudioException("Gone.")) { IsLive = true };

        var e = await Assert.ThrowsAsync<AudioException>(async () => await monitored.Library
            .MonitorAsync(source with { MustBegin = true }, Impatient).ToListAsync());
        Assert.Equal("Gone.", e.Message);

        await foreach (var told in monitored.Library.MonitorAsync(source, Impatient))
        {
            Assert.Equal(MonitorEventKind.SourceLost, told.Kind);
            break;
        }
    }

    [Fact]
    public void A_list_of_streams_is_said_to_be_one()
    {
        using var server = new FixedLengthServer("http://example.org/live\n"u8.ToArray());

        var e = Assert.Throws<AudioException>(() => AudioStream.OpenUrl(new Uri(server.Url, "/radio.m3u")));

        Assert.Contains("radio.m3u is a list of streams", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_playlist_does_not_lead_to_files_of_this_machine()
    {
        var secret = monitored.Files.Write("secret.wav", WavWriter.Encode(monitored.Piece(0)));
        var playlist = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:60\n#EXTINF:60,\n"
            + $"file://{secret}\n#EXT-X-ENDLIST\n";
        using var station = new StationServer(
            Enumerable.Repeat(System.Text.Encoding.ASCII.GetBytes(playlist), 3), "application/vnd.apple.mpegurl");

        var e = Assert.Throws<AudioException>(() => AudioStream.OpenUrl(station.Url));

        Assert.Contains("cannot be heard", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("concat:a|b")]
    [InlineData("ftp://example.org/a.mp3")]
    public void Only_web_addresses_are_opened(string address)
    {
        var e = Assert.Throws<AudioException>(() => AudioStream.OpenUrl(new Uri(address)));

        Assert.Contains("http or https", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_is_named_without_what_may_be_secret() => Assert.Equal(
        "http://example.org/live",
        AudioStream.NameOf(new Uri("http://me:password@example.org/live?token=1234")));

    [Fact]
    public async Task Compressed_sound_is_heard_as_it_comes_through_a_pipe()
    {
        var program = Mp3("piped.wav", new ComposedStream().Add(monitored.Piece(3)));
        await using var pipe = new MemoryStream(program);

        var events = await monitored.Library.MonitorAsync(MonitorSource.Stream(pipe, "-")).ToListAsync();

        Assert.Equal("track3", Assert.Single(MonitoredLibrary.Plays(events)).Play!.Track.RefId);
    }

    /// <summary>Listens until that many connections were made and the source was lost once more.</summary>
    private async Task<List<MonitorEvent>> ListenAsync(MonitorSource source, int until, StationServer station)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var events = new List<MonitorEvent>();
        await foreach (var told in monitored.Library.MonitorAsync(source, Impatient, stop.Token))
        {
            events.Add(told);
            if (told.Kind == MonitorEventKind.SourceLost && station.ConnectionCount >= until)
            {
                await stop.CancelAsync();
            }
        }

        return events;
    }

    /// <summary>Cuts sound into the parts of a playlist, and returns their folder.</summary>
    private string Parts(Sound sound)
    {
        new ComposedStream().Add(sound).Write(monitored.Files, "parts.wav");
        var list = monitored.Files.Encode(
            "parts.wav", "parts.m3u8", "-c:a", "aac", "-b:a", "96k", "-f", "hls", "-hls_time", "2",
            "-hls_list_size", "0", "-hls_segment_filename", "part%d.ts");
        return Path.GetDirectoryName(list)!;
    }

    private byte[] Mp3(string name, ComposedStream stream)
    {
        stream.Write(monitored.Files, name);
        return File.ReadAllBytes(monitored.Files.Encode(
            name, Path.ChangeExtension(name, ".mp3"), "-b:a", "64k", "-ar", "22050", "-write_xing", "0"));
    }
}
