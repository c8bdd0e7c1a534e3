using System.Net;
using System.Text.Json.Nodes;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class JobTests(ServedLibrary served)
{
    [Fact]
    public async Task A_folder_below_a_root_is_stored_and_its_progress_told()
    {
        using var folder = new TestFolder();
        var music = Directory.CreateDirectory(Path.Combine(folder.Path, "music", "album")).FullName;
        File.Copy(Path.Combine(served.Music, "piece-0.wav"), Path.Combine(music, "one.wav"));
        await File.WriteAllTextAsync(Path.Combine(music, "two.mp3"), "no music");
        await using var server = await served.StartAsync(
            options => options with { Roots = [Path.GetDirectoryName(music)!] }, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };

        var added = await client.PostAsync("/v1/jobs", Paths(music));
        Assert.Equal(HttpStatusCode.Accepted, added.StatusCode);
        var events = await client.GetStringAsync($"{added.Headers.Location}/events");

        var last = JsonNode.Parse(events.TrimEnd().Split('\n')[^1]["data: ".Length..])!;
        Assert.Equal("done", (string?)last["status"]);
        Assert.Equal((2, 2, 1, 1), (
            (int)last["files_done"]!, (int)last["files_total"]!, (int)last["stored"]!, (int)last["failed"]!));
        Assert.Contains("two.mp3", (string?)last["failures"]![0]!["reason"], StringComparison.Ordinal);
        var answer = await ServedLibrary.JsonAsync(
            await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(0))));
        Assert.Equal("one", (string?)answer["matches"]![0]!["ref_id"]);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(added.Headers.Location)).StatusCode);
    }

    [Fact]
    public async Task What_lies_outside_the_roots_is_not_looked_at_by_any_way()
    {
        using var folder = new TestFolder();
        var outside = Path.Combine(folder.Path, "outside");
        Directory.CreateDirectory(outside);
        var link = Path.Combine(served.Music, "way-out");
        Directory.CreateSymbolicLink(link, outside);
        try
        {
            foreach (var path in new[]
            {
                outside, "/etc", served.Music + "/..", served.Music + "-other", link, $"{link}/x",
                Path.Combine(served.Music, "nothing"),
            })
            {
                var response = await served.Client.PostAsync("/v1/jobs", Paths(path));
                await ServedLibrary.AssertProblemAsync(response, 403, "outside-roots");
            }
        }
        finally
        {
            Directory.Delete(link);
        }

        foreach (var path in new[] { "", "music", "../x" })
        {
            await ServedLibrary.AssertProblemAsync(
                await served.Client.PostAsync("/v1/jobs", Paths(path)), 400, "bad-parameter");
        }
    }

    [Fact]
    public async Task Without_roots_no_folder_is_looked_at()
    {
        await using var server = await served.StartAsync(options => options);
        using var client = new HttpClient { BaseAddress = server.Url };

        await ServedLibrary.AssertProblemAsync(await client.PostAsync("/v1/jobs", Paths(served.Music)), 403, "no-root");
    }

    private static StringContent Paths(string path) =>
        IdentifyTests.Json(new JsonObject { ["paths"] = new JsonArray(path) }.ToJsonString());
}
