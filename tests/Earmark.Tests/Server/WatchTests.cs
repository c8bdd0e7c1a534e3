using System.Globalization;
using System.Text.Json.Nodes;
using Earmark.Indexing;
using Earmark.Monitoring;
using Earmark.Server;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class WatchTests(ServedLibrary served)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_stream_is_listened_to_told_live_and_kept_in_the_log()
    {
        using var folder = new TestFolder();
        CopyLibrary(folder);
        using var station = new RadioStation(IdentifyTests.Compressed(served.Clip(1, 0, 60), "mp3"), 60);
        await using (var server = await served.StartAsync(
            options => options with { Monitors = [$"Radio One={station.Url}"] }, folder.Library))
        {
            using var client = new HttpClient { BaseAddress = server.Url };
            using var events = new StreamReader(await client.GetStreamAsync("/v1/monitors/events"));
            var source = await WaitForAsync(events, line => line["now"] is not null);

            Assert.Equal("Radio One", (string?)source["source"]);
            Assert.Equal("listening", (string?)source["status"]);
            Assert.Equal("piece-1", (string?)source["now"]!["ref_id"]);
            Assert.True((bool)source["is_live"]!);
            var list = await ServedLibrary.JsonAsync(await client.GetAsync("/v1/monitors"));
            Assert.Equal(1, (int?)list["items"]![0]!["id"]);
        }

        using var log = PlayLog.Open(folder.Library);
        var kept = log.Of(Assert.Single(log.Runs(10)).Run).Select(logged => logged.Event).ToList();
        Assert.Equal("piece-1", Assert.Single(kept, e => e.Kind == MonitorEventKind.PlayEnded).Play!.Track.RefId);
        Assert.Equal(MonitorEventKind.SourceEnded, kept[^1].Kind);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_said_to_be_lost_and_tried_again()
    {
        await using var server = await served.StartAsync(
            options => options with { Monitors = ["http://127.0.0.1:9/live"] });
        using var client = new HttpClient { BaseAddress = server.Url };
        using var events = new StreamReader(await client.GetStreamAsync("/v1/monitors/events"));
        var source = await WaitForAsync(events, line => (string?)line["status"] == "lost");

        Assert.Equal("http://127.0.0.1:9/live", (string?)source["source"]);
        Assert.Contains("cannot be heard", (string?)source["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Past_plays_are_told_by_time_and_source_as_json_and_csv()
    {
        using var folder = new TestFolder();
        CopyLibrary(folder);
        Fill(folder.Library);
        await using var server = await served.StartAsync(options => options with { ReadOnly = true }, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };

        var day = await TimelineAsync(client, "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z");
        Assert.Equal(["One", "Two"], day["sources"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(
            ["play", "unknown", "source_back", "play"],
            day["items"]!.AsArray().Select(item => (string?)item!["event"]));
        Assert.True((bool)day["is_complete"]!);
        Assert.Equal("=SUM(A1)", (string?)day["items"]![0]!["title"]);

        var two = await TimelineAsync(client, "from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z&source=Two");
        Assert.Equal("piece-2", (string?)Assert.Single(two["items"]!.AsArray())!["ref_id"]);
        var before = await TimelineAsync(client, "from=2026-03-01T00:00:00Z&to=2026-03-01T11:59:00Z");
        Assert.Empty(before["items"]!.AsArray());

        var csv = await client.GetStringAsync(
            "/v1/timeline?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&format=csv");
        Assert.Equal(5, csv.TrimEnd().Split('\n').Length);
        Assert.Contains("'=SUM(A1)", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_another_process_listens_to_is_shown_and_one_that_fell_silent_is_not()
    {
        using var folder = new TestFolder();
        CopyLibrary(folder);
        Fill(folder.Library);
        using (var log = PlayLog.Open(folder.Library))
        {
            log.Append(Event("Three", MonitorEventKind.SourceOpened, 0, 0, TimeProvider.System.GetUtcNow()));
        }

        await using var server = await served.StartAsync(options => options, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };
        var list = await ServedLibrary.JsonAsync(await client.GetAsync("/v1/monitors"));

        Assert.Equal("elsewhere", (string?)list["items"]!.AsArray().Single(
            line => (string?)line!["source"] == "Three")!["status"]);
    }

    [Theory]
    [InlineData("from=soon")]
    [InlineData("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")]
    [InlineData("from=2025-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")]
    [InlineData("format=xml")]
    public async Task A_question_that_cannot_be_is_a_problem(string query) =>
        await ServedLibrary.AssertProblemAsync(
            await served.Client.GetAsync($"/v1/timeline?{query}"), 400, "bad-parameter");

    [Fact]
    public async Task Where_nothing_was_ever_monitored_nothing_is_told_and_nothing_is_written()
    {
        using var folder = new TestFolder();
        CopyLibrary(folder);
        await using var server = await served.StartAsync(options => options, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };

        Assert.Empty((await ServedLibrary.JsonAsync(await client.GetAsync("/v1/monitors")))["items"]!.AsArray());
        Assert.Empty((await TimelineAsync(client, ""))["items"]!.AsArray());
        Assert.False(PlayLog.Exists(folder.Library));
    }

    [Theory]
    [InlineData("http://radio.example/live", "http://radio.example/live")]
    [InlineData("One=https://radio.example/live?key=secret", "One")]
    [InlineData("http://radio.example/live?a=b", "http://radio.example/live")]
    [InlineData("microphone", "microphone")]
    [InlineData("/etc/passwd", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("One=", null)]
    [InlineData("=http://radio.example", null)]
    [InlineData("concat:a|b", null)]
    public void Only_streams_and_devices_can_be_monitored(string setting, string? name) =>
        Assert.Equal(name, Earmark.Server.Watching.SourceSetting.Parse(setting)?.Name);

    [Fact]
    public async Task Two_sources_of_one_name_are_a_fault_of_the_settings()
    {
        var fault = await Assert.ThrowsAsync<ServerException>(() => served.StartAsync(
            options => options with { Monitors = ["One=http://a.example", "One=http://b.example"] }));

        Assert.Contains("two sources of one name", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A log of two sources, at noon long ago.</summary>
    internal static void Fill(string library, DateTimeOffset? at = null)
    {
        var noon = at ?? Noon;
        using var log = PlayLog.Open(library);
        log.Append(Event("One", MonitorEventKind.PlayEnded, 60, 240, noon, Track("piece-0", "=SUM(A1)")));
        log.Append(Event("One", MonitorEventKind.Unknown, 240, 400, noon));
        log.Append(Event("One", MonitorEventKind.SourceBack, 400, 500, noon) with { Message = "The line was cut." });
        log.Append(Event("One", MonitorEventKind.SourceEnded, 500, 500, noon));
        log.Append(Event("Two", MonitorEventKind.PlayEnded, 600, 800, noon, Track("piece-2", "Two")));
        log.Append(Event("Two", MonitorEventKind.SourceEnded, 800, 800, noon));
    }

    internal static Track Track(string refId, string title) => new()
    {
        Id = 1,
        RefId = refId,
        Title = title,
        Artist = "The Band",
        Duration = TimeSpan.FromSeconds(200),
    };

    internal static MonitorEvent Event(
        string source,
        MonitorEventKind kind,
        double start,
        double stop,
        DateTimeOffset epoch,
        Track? track = null) => new()
    {
        Kind = kind,
        Run = new Guid(source.Length, 1, 1, [.. source.PadRight(8).Take(8).Select(letter => (byte)letter)]),
        Source = source,
        Start = start,
        Stop = stop,
        Epoch = epoch,
        IsLive = true,
        Play = track is null ? null : new Play
        {
            Number = 1,
            Track = track,
            Start = start,
            Stop = stop,
            ReferenceStart = 0,
            ReferenceStop = stop - start,
            Score = 200,
            EValue = 1e-20,
            Confidence = 1,
            Coverage = 0.9,
            TimeFactor = 1,
            FrequencyFactor = 1,
        },
    };

    private static async Task<JsonNode> TimelineAsync(HttpClient client, string query) =>
        await ServedLibrary.JsonAsync(await client.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/v1/timeline?{query}")));

    /// <summary>Reads events until the first source is as it is waited for.</summary>
    private static async Task<JsonNode> WaitForAsync(StreamReader events, Func<JsonNode, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (await events.ReadLineAsync(limit.Token) is { } text)
        {
            if (text.StartsWith("data: ", StringComparison.Ordinal)
                && JsonNode.Parse(text["data: ".Length..])!["items"]![0] is { } line && isSo(line))
            {
                return line;
            }
        }

        throw new EndOfStreamException("The events ended.");
    }

    private void CopyLibrary(TestFolder folder)
    {
        using var source = Library.Open(served.LibraryFolder, new LibraryOptions { ReadOnly = true });
        source.CopyTo(folder.Library, _ => true);
    }
}
