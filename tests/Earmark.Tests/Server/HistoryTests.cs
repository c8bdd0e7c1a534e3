using System.Text.Json.Nodes;
using Earmark.Server.History;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class HistoryTests(ServedLibrary served)
{
    [Fact]
    public async Task Answers_are_kept_with_their_evidence_judged_exported_and_forgotten()
    {
        using var folder = new TestFolder();
        await FillAsync(folder.Library);
        await using (var server = await served.StartAsync(options => options, folder.Library))
        {
            using var client = new HttpClient { BaseAddress = server.Url };
            await client.PostAsync("/v1/identify?name=%3Dformula,x.wav", new ByteArrayContent(served.Clip(0)));
            await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(ServedLibrary.TrackCount)));
            await client.PatchAsync("/v1/answers/1", IdentifyTests.Json("""{"is_wrong":true}"""));
        }

        // The history outlives the server.
        await using var next = await served.StartAsync(options => options, folder.Library);
        using var asker = new HttpClient { BaseAddress = next.Url };
        var page = await GetAsync(asker, "/v1/history?limit=1");
        Assert.Equal(("2", "2", 2), ((string?)page["items"]![0]!["id"], (string?)page["next"], (int)page["answers"]!));
        var older = await GetAsync(asker, "/v1/history?before=2");
        Assert.True((bool)older["items"]![0]!["is_wrong"]!);
        Assert.Null(older["next"]);

        var evidence = await GetAsync(asker, "/v1/answers/1/evidence");
        Assert.Equal("piece-0", (string?)evidence["match"]!["ref_id"]);
        var hits = evidence["hits"]!.AsArray();
        Assert.True(hits.Count(hit => (double)hit![2]! == 1) > 20);
        Assert.Equal(6, evidence["coverage"]!.AsArray().Count);
        var counts = evidence["histogram"]!["counts"]!.AsArray().Select(count => (int)count!).ToList();
        var spike = (double)evidence["histogram"]!["start_s"]!
            + (counts.IndexOf(counts.Max()) * (double)evidence["histogram"]!["bin_s"]!);
        Assert.InRange(spike, 19, 21);

        var reasons = evidence["reasons"]!;
        var score = reasons["scores"]![0]!;
        Assert.Equal("piece-0", (string?)score["ref_id"]);
        Assert.True((double)score["margin"]! > (double)reasons["needed_margin"]!);
        Assert.Equal(6, score["by_second"]!.AsArray().Count);
        Assert.True(reasons["tried"]!.AsArray().Count > 50);
        Assert.True(evidence["track_peaks"]!.AsArray().Count(peak => (double)peak![2]! == 1) > 50);

        // What was heard between the peaks was in the memory of the server before.
        Assert.Null(evidence["contrast"]);

        var csv = (await asker.GetStringAsync("/v1/history/export?format=csv")).Split('\n');
        Assert.StartsWith("id,at,source,query,", csv[0], StringComparison.Ordinal);
        Assert.Contains("\"'=formula,x.wav\",6,match,piece-0", csv[2], StringComparison.Ordinal);
        var lines = (await asker.GetStringAsync("/v1/history/export")).TrimEnd().Split('\n');
        Assert.Equal(["none", "match"], lines.Select(line => (string?)JsonNode.Parse(line)!["decision"]));

        await asker.DeleteAsync("/v1/history");
        Assert.Empty((await GetAsync(asker, "/v1/history"))["items"]!.AsArray());
        await ServedLibrary.AssertProblemAsync(await asker.GetAsync("/v1/answers/1"), 404, "not-found");
    }

    [Fact]
    public async Task What_was_heard_is_shown_of_the_newest_answers_and_forgotten_with_them()
    {
        using var folder = new TestFolder();
        await FillAsync(folder.Library);
        await using var server = await served.StartAsync(options => options, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };
        for (var id = 1; id <= ContrastShelf.CountMax + 1; id++)
        {
            await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(0, seconds: 1)));
        }

        Assert.Null((await GetAsync(client, "/v1/answers/1/evidence"))["contrast"]);
        var contrast = (await GetAsync(client, "/v1/answers/2/evidence"))["contrast"]!;
        var levels = Convert.FromBase64String((string)contrast["levels"]!);
        Assert.Equal((int)contrast["frames"]! * (int)contrast["bins"]!, levels.Length);
        Assert.InRange(levels.Length, 1_000, 65_536);
        Assert.InRange((double)contrast["frame_s"]! * (int)contrast["frames"]!, 0.7, 1);
        Assert.InRange(levels.Distinct().Count(), 20, 256);

        await client.DeleteAsync("/v1/history");
        await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(0, seconds: 1)));
        await ServedLibrary.AssertProblemAsync(await client.GetAsync("/v1/answers/2/evidence"), 404, "not-found");
    }

    [Fact]
    public async Task No_history_is_kept_where_none_is_wanted()
    {
        using var folder = new TestFolder();
        await FillAsync(folder.Library);
        await using var server = await served.StartAsync(options => options with { HistoryLength = 0 }, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };

        var answer = await ServedLibrary.JsonAsync(
            await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(0))));

        Assert.Equal("match", (string?)answer["decision"]);
        Assert.Null(answer["id"]);
        Assert.False(Directory.Exists(Path.Combine(folder.Library, "serve")));
        Assert.Empty((await GetAsync(client, "/v1/history"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_oldest_answers_go()
    {
        using var folder = new TestFolder();
        await FillAsync(folder.Library);
        await using var server = await served.StartAsync(options => options with { HistoryLength = 5 }, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };
        var empty = IdentifyTests.Json(
            $$"""{"profile":"{{FingerprintProfile.Full.Id}}","frames":10,"peaks":[]}""");
        for (var i = 0; i < 64; i++)
        {
            await client.PostAsync("/v1/identify/fingerprint", empty);
        }

        Assert.Equal(5, (int?)(await GetAsync(client, "/v1/history"))["answers"]);
    }

    private async Task FillAsync(string folder)
    {
        using var library = Library.Open(folder);
        await library.StoreAsync(Path.Combine(served.Music, "piece-0.wav"));
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        await ServedLibrary.JsonAsync(await client.GetAsync(path));
}
