using System.Diagnostics;
using System.Net;
using Earmark.Server;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.Server;

namespace Earmark.Tests.Cluster;

/// <summary>A server over a cluster outlives it.</summary>
public sealed class ClusterServerTests(ShortTracks tracks) : IClassFixture<ShortTracks>
{
    private const string RefId = "piece-0-part-0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ClusterFact]
    public async Task A_server_whose_cluster_goes_down_says_so_and_is_ready_again_by_itself()
    {
        using var cluster = new TestCluster(isSaved: true);
        var address = cluster.Library("served", "timeout=2");
        using (var library = Library.Open(address))
        {
            Assert.NotEmpty(await library.StoreAllAsync([tracks.Music]).ToListAsync());
        }

        await using var server = await EarmarkServer.StartAsync(
            new ServerOptions { Library = address, Port = 0, HistoryLength = 0 });
        using var client = new HttpClient { BaseAddress = server.Url };
        Assert.Equal("ok 12", await ReadinessAsync(client));
        await AssertNamesAsync(client);

        foreach (var node in cluster.Nodes)
        {
            node.Kill();
        }

        await UntilAsync(client, "unavailable ");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        var problem = await ServedLibrary.AssertProblemAsync(await AskAsync(client), 503, "library");
        Assert.Contains("did not answer within 2 s", (string?)problem["detail"], StringComparison.Ordinal);

        foreach (var node in cluster.Nodes)
        {
            node.Restart();
        }

        await UntilAsync(client, "ok 12");
        await AssertNamesAsync(client);
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

    private static async Task UntilAsync(HttpClient client, string expected)
    {
        var clock = Stopwatch.StartNew();
        while (await ReadinessAsync(client) is var found && found != expected)
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
