using System.Net;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class HostTests(ServedLibrary served)
{
    [Fact]
    public async Task Health_readiness_statistics_and_metrics_are_told()
    {
        Assert.Equal("ok", (string?)(await ServedLibrary.JsonAsync(
            await served.Client.GetAsync("/health/live")))["status"]);
        Assert.Equal(ServedLibrary.TrackCount, (int?)(await ServedLibrary.JsonAsync(
            await served.Client.GetAsync("/health/ready")))["tracks"]);
        Assert.Equal(ServedLibrary.TrackCount, (int?)(await ServedLibrary.JsonAsync(
            await served.Client.GetAsync("/v1/stats")))["tracks"]);

        await served.Client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(0)));
        var metrics = await served.Client.GetStringAsync("/metrics");
        Assert.Contains("earmark_answers_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("earmark_identify_duration_seconds_bucket{", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_count{", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_sent_once_and_then_only_if_it_has_changed()
    {
        var response = await served.Client.GetAsync("/");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, (await served.Client.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem()
    {
        await ServedLibrary.AssertProblemAsync(await served.Client.GetAsync("/v1/frob"), 404, "not-found");
        await ServedLibrary.AssertProblemAsync(
            await served.Client.PutAsync("/v1/tracks", null), 405, "method-not-allowed");
        await ServedLibrary.AssertProblemAsync(
            await served.Client.PostAsync("/v1/jobs", new StringContent("{}")), 415, "not-json");
        await ServedLibrary.AssertProblemAsync(
            await served.Client.PostAsync("/v1/jobs", IdentifyTests.Json("{")), 400, "bad-json");
    }

    [Fact]
    public async Task A_server_that_is_stopped_lets_go_of_everything()
    {
        var server = await served.StartAsync(options => options);
        using var client = new HttpClient { BaseAddress = server.Url };
        using var stop = new CancellationTokenSource();
        var running = server.RunAsync(stop.Token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);

        await stop.CancelAsync();
        await running;
        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/health/live"));
    }
}
