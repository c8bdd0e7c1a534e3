using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Earmark.Server;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.Server;

namespace Earmark.Tests.Cluster;

/// <summary>A server over a cluster outlives it.</summary>
public sealed class ClusterServerTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    private const string RefId = "piece-0-part-0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestCluster _cluster = new(isSaved: true);

    [ClusterFact]
    public async Task A_server_whose_cluster_goes_down_says_so_and_is_ready_again_by_itself()
    {
        var address = _cluster.Library("served", "timeout=2");
        using (var library = Library.Open(address))
        {
            Assert.NotEmpty(await library.StoreAllAsync([tracks.Music]).ToListAsync());
        }

        var music = IdentifyTests.Compressed(await File.ReadAllBytesAsync(tracks.PathOf(RefId)), "mp3");
        using var station = new RadioStation(music, ShortTracks.PartSeconds);
        await using var server = await EarmarkServer.StartAsync(
            new ServerOptions { Library = address, Port = 0, HistoryLength = 0, Monitors = [$"radio={station.Url}"] });
        using var client = new HttpClient { BaseAddress = server.Url };
        Assert.Equal("ok 12", await ReadinessAsync(client));
        await AssertNamesAsync(client);
        await UntilAsync(() => StationAsync(client), $"listening to {RefId}");

        foreach (var node in _cluster.Nodes)
        {
            node.Kill();
        }

        await UntilAsync(() => ReadinessAsync(client), "unavailable ");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        var problem = await ServedLibrary.AssertProblemAsync(await AskAsync(client), 503, "library");
        Assert.Contains("did not answer within 2 s", (string?)problem["detail"], StringComparison.Ordinal);
        await UntilAsync(() => NoteAsync(client), "listening: The library redis://");

        foreach (var node in _cluster.Nodes)
        {
            node.Restart();
        }

        await UntilAsync(() => ReadinessAsync(client), "ok 12");
        await AssertNamesAsync(client);
        await UntilAsync(() => NoteAsync(client), "listening: The library answers again");
        await UntilAsync(() => StationAsync(client), $"listening to {RefId}");
    }

    public void Dispose()
    {
        // The log of plays lies with the user's data.
        if (OwnFolder.Of(_cluster.Library("served")) is var folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        _cluster.Dispose();
    }

    /// <summary>What a probe is told: a status, which fits its code, and how many tracks there are.</summary>
    private static async Task<string> ReadinessAsync(HttpClient client)
    {
        var response = await client.GetAsync("/health/ready");
        var line = await ServedLibrary.JsonAsync(response);
        var status = (string?)line["status"];
        Assert.Equal(status == "ok" ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.StatusCode);
        return $"{status} {line["tracks"]}";
    }

    /// <summary>Whether the station is listened to, and what it plays.</summary>
    private static async Task<string> StationAsync(HttpClient client)
    {
        var source = await SourceAsync(client);
        return $"{source["status"]} to {source["now"]?["ref_id"]}";
    }

    /// <summary>Whether the station is listened to, and what there is to note.</summary>
    private static async Task<string> NoteAsync(HttpClient client)
    {
        var source = await SourceAsync(client);
        return $"{source["status"]}: {source["message"]}";
    }

    private static async Task<JsonNode> SourceAsync(HttpClient client) =>
        (await ServedLibrary.JsonAsync(await client.GetAsync("/v1/monitors")))["items"]![0]!;

    private static async Task UntilAsync(Func<Task<string>> ask, string expected)
    {
        var clock = Stopwatch.StartNew();
        while (await ask() is var found && !found.StartsWith(expected, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < Patience, $"It was told '{found}' for too long, and not '{expected}'.");
            await Task.Delay(100);
        }
    }

    private async Task AssertNamesAsync(HttpClient client)
    {
        var answer = await ServedLibrary.JsonAsync(await AskAsync(client));
        Assert.Equal(RefId, (string?)answer["matches"]?[0]?["ref_id"]);
    }

    private async Task<HttpResponseMessage> AskAsync(HttpClient client)
    {
        using var clip = new ByteArrayContent(await File.ReadAllBytesAsync(tracks.ClipOf(RefId)));
        return await client.PostAsync("/v1/identify?name=clip.wav", clip);
    }
}
