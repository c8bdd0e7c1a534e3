using System.Net;
using System.Text.Json.Nodes;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Server;

/// <summary>Jobs that read: tracklists, copies, comparing.</summary>
[Collection(ServedCollection.Name)]
public sealed class TracklistTests(ServedLibrary served)
{
    /// <summary>Two tracks of the library with another one between them.</summary>
    private byte[] Mix => served.Mix((0, 5, 30), (ServedLibrary.TrackCount, 10, 25), (1, 8, 30));

    [Fact]
    public async Task A_mix_that_is_sent_becomes_a_tracklist_in_every_form()
    {
        var added = await served.Client.PostAsync("/v1/tracklists?name=party.wav", new ByteArrayContent(Mix));
        Assert.Equal(HttpStatusCode.Accepted, added.StatusCode);
        var last = await FollowAsync(added);

        Assert.Equal(("tracklist", "done", 1.0, 2), (
            (string?)last["kind"], (string?)last["status"], (double?)last["progress"], (int?)last["found"]));
        Assert.Equal("party.wav", (string?)last["paths"]![0]);
        var result = $"{added.Headers.Location}/result";
        var list = JsonNode.Parse(await served.Client.GetStringAsync(result))!;
        Assert.True((bool)list["is_complete"]!);
        Assert.Equal(85, (double)list["heard_s"]!, 0.5);
        Assert.Equal(
            ["play piece-0", "unknown ", "play piece-1"],
            list["items"]!.AsArray().Select(item => $"{item!["event"]} {item["ref_id"]}"));
        Assert.Equal(30, (double)list["items"]![0]!["query_stop_s"]!, 2.0);
        Assert.Equal(55, (double)list["items"]![2]!["query_start_s"]!, 2.0);
        Assert.Equal(8, (double)list["items"]![2]!["ref_start_s"]!, 2.0);

        var cue = await served.Client.GetAsync($"{result}?format=cue");
        Assert.Equal("party.cue", cue.Content.Headers.ContentDisposition?.FileNameStar);
        var lines = (await cue.Content.ReadAsStringAsync()).Split('\n');
        Assert.Contains("FILE \"party.wav\" WAVE", lines);
        Assert.Contains("  TRACK 03 AUDIO", lines);
        Assert.Contains("unknown", await served.Client.GetStringAsync($"{result}?format=labels"));
        Assert.Contains("piece-1", await served.Client.GetStringAsync($"{result}?format=text"));
        var csv = (await served.Client.GetStringAsync($"{result}?format=csv")).TrimEnd().Split('\n');
        Assert.StartsWith("event,id,run,source,", csv[0], StringComparison.Ordinal);
        Assert.Equal(4, csv.Length);
    }

    [Fact]
    public async Task A_file_of_the_server_becomes_a_tracklist_only_below_a_root()
    {
        var added = await AddAsync("tracklist", Path.Combine(served.Music, "piece-2.wav"));
        var last = await FollowAsync(added);

        Assert.Equal(("done", 1), ((string?)last["status"], (int?)last["found"]));
        await ServedLibrary.AssertProblemAsync(await AddAsync("tracklist", "/etc/hostname"), 403, "outside-roots");
    }

    [Fact]
    public async Task What_is_no_music_fails_with_its_reason()
    {
        var added = await served.Client.PostAsync(
            "/v1/tracklists?name=letter", new ByteArrayContent("no music"u8.ToArray()));
        var last = await FollowAsync(added);

        Assert.Equal("failed", (string?)last["status"]);
        Assert.Contains("letter is not audio", (string?)last["reason"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/tracklists?threshold=never", "bad-parameter")]
    [InlineData("/v1/tracklists?wide=perhaps", "bad-parameter")]
    [InlineData("/v1/tracklists", "no-body")]
    public async Task A_request_that_cannot_be_is_a_problem(string path, string type) =>
        await ServedLibrary.AssertProblemAsync(
            await served.Client.PostAsync(path, new ByteArrayContent([])), 400, type);

    [Fact]
    public async Task A_result_is_had_only_where_there_is_one_and_in_a_form_that_it_has()
    {
        var dedup = await AddAsync("dedup");
        var last = await FollowAsync(dedup);
        Assert.Equal(("done", 0), ((string?)last["status"], (int?)last["found"]));
        var result = $"{dedup.Headers.Location}/result";

        Assert.Equal(0, (int)JsonNode.Parse(await served.Client.GetStringAsync(result))!["groups"]!);
        await ServedLibrary.AssertProblemAsync(
            await served.Client.GetAsync($"{result}?format=cue"), 400, "bad-parameter");
        await ServedLibrary.AssertProblemAsync(
            await served.Client.GetAsync($"{result}?format=xml"), 400, "bad-parameter");
        await ServedLibrary.AssertProblemAsync(
            await served.Client.GetAsync("/v1/jobs/none/result"), 404, "not-found");
        var store = await AddAsync("store", Path.Combine(served.Music, "piece-0.wav"));
        await FollowAsync(store);
        await ServedLibrary.AssertProblemAsync(
            await served.Client.GetAsync($"{store.Headers.Location}/result"), 409, "no-result");
    }

    [Fact]
    public async Task Copies_in_the_library_are_reported_with_the_best()
    {
        using var folder = new TestFolder();
        var copy = Path.Combine(folder.Path, "copy.wav");
        File.Copy(Path.Combine(served.Music, "piece-1.wav"), copy);
        using (var library = Library.Open(folder.Library))
        {
            await library.StoreAllAsync([served.Music, copy]).ToListAsync();
        }

        await using var server = await served.StartAsync(options => options with { ReadOnly = true }, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };
        var added = await client.PostAsync("/v1/jobs", Request("dedup"));
        var last = await FollowAsync(added, client);

        Assert.Equal(1, (int?)last["found"]);
        var pair = JsonNode.Parse(await client.GetStringAsync($"{added.Headers.Location}/result"))!["items"]![0]!;
        Assert.Equal("copy", (string?)pair["kind"]);
        Assert.Equal(1, (int?)pair["group"]);
    }

    [Fact]
    public async Task Two_recordings_are_compared_and_takes_laid_beside_each_other()
    {
        using var folder = new TestFolder();
        var (whole, part) = (Path.Combine(folder.Path, "whole.wav"), Path.Combine(folder.Path, "part.wav"));
        await File.WriteAllBytesAsync(whole, served.Mix((0, 0, 60)));
        await File.WriteAllBytesAsync(part, served.Mix((0, 20, 30)));
        await using var server = await served.StartAsync(options => options with { Roots = [folder.Path] });
        using var client = new HttpClient { BaseAddress = server.Url };

        var same = await client.PostAsync("/v1/jobs", Request("same", whole, part));
        Assert.Equal("done", (string?)(await FollowAsync(same, client))["status"]);
        var shared = JsonNode.Parse(await client.GetStringAsync($"{same.Headers.Location}/result"))!;
        Assert.Equal("b_in_a", (string?)shared["relation"]);

        var sync = await client.PostAsync("/v1/jobs", Request("sync", whole, part));
        Assert.Equal(2, (int?)(await FollowAsync(sync, client))["found"]);
        var takes = JsonNode.Parse(await client.GetStringAsync($"{sync.Headers.Location}/result"))!["items"]!;
        Assert.Equal(20, (double)takes[1]!["offset_s"]!, 0.005);
    }

    [Theory]
    [InlineData("paint")]
    [InlineData("same")]
    [InlineData("sync")]
    [InlineData("tracklist")]
    public async Task A_job_that_cannot_be_is_a_problem(string kind) =>
        await ServedLibrary.AssertProblemAsync(await AddAsync(kind), 400, "bad-parameter");

    [Fact]
    public async Task A_read_only_server_tells_and_does_not_store()
    {
        await using var server = await served.StartAsync(
            options => options with { ReadOnly = true, Roots = [served.Music] });
        using var client = new HttpClient { BaseAddress = server.Url };

        await ServedLibrary.AssertProblemAsync(
            await client.PostAsync("/v1/jobs", Request("store", served.Music)), 403, "read-only");
        var added = await client.PostAsync("/v1/jobs", Request("tracklist", Path.Combine(served.Music, "piece-0.wav")));
        Assert.Equal(HttpStatusCode.Accepted, added.StatusCode);
    }

    private static StringContent Request(string kind, params string[] paths) => IdentifyTests.Json(new JsonObject
    {
        ["kind"] = kind,
        ["paths"] = new JsonArray([.. paths.Select(path => JsonValue.Create(path))]),
    }.ToJsonString());

    private Task<HttpResponseMessage> AddAsync(string kind, params string[] paths) =>
        served.Client.PostAsync("/v1/jobs", Request(kind, paths));

    /// <summary>The job as it was at its end.</summary>
    private async Task<JsonNode> FollowAsync(HttpResponseMessage added, HttpClient? client = null)
    {
        Assert.Equal(HttpStatusCode.Accepted, added.StatusCode);
        var events = await (client ?? served.Client).GetStringAsync($"{added.Headers.Location}/events");
        return JsonNode.Parse(events.TrimEnd().Split('\n')[^1]["data: ".Length..])!;
    }
}
