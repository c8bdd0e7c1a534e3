using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class TrackTests(ServedLibrary served)
{
    [Fact]
    public async Task Tracks_come_in_pages_and_a_search_finds_any_part_of_a_name()
    {
        var first = await GetAsync("/v1/tracks?limit=2");
        Assert.Equal(["piece-0", "piece-1"], RefIds(first));
        Assert.Equal(ServedLibrary.TrackCount, (int?)first["tracks"]);
        var second = await GetAsync($"/v1/tracks?limit=2&after={first["next"]}");
        Assert.Equal(["piece-2"], RefIds(second));
        Assert.Null(second["next"]);

        Assert.Equal(["piece-1"], RefIds(await GetAsync("/v1/tracks?search=IECE-1")));
        Assert.Empty(RefIds(await GetAsync("/v1/tracks?search=piece%20nothing")));
    }

    [Fact]
    public async Task The_sound_of_a_track_is_sent_in_parts_where_its_file_is_still_there()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/track/audio?ref_id=piece-0");
        request.Headers.Range = new RangeHeaderValue(8, 15);

        var response = await served.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("audio/wav", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("WAVEfmt "u8.ToArray(), await response.Content.ReadAsByteArrayAsync());
        await ServedLibrary.AssertProblemAsync(
            await served.Client.GetAsync("/v1/track/audio?ref_id=nobody"), 404, "not-found");
        await ServedLibrary.AssertProblemAsync(await served.Client.GetAsync("/v1/track/audio"), 400, "bad-parameter");
    }

    [Fact]
    public async Task A_picture_beside_the_music_is_its_cover()
    {
        await ServedLibrary.AssertProblemAsync(
            await served.Client.GetAsync("/v1/track/cover?ref_id=piece-1"), 404, "not-found");
        var picture = Path.Combine(served.Music, "cover.png");
        await File.WriteAllBytesAsync(picture, [0x89, 0x50, 0x4E, 0x47]);
        try
        {
            var response = await served.Client.GetAsync("/v1/track/cover?ref_id=piece-0");
            Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(4, response.Content.Headers.ContentLength);
        }
        finally
        {
            File.Delete(picture);
        }
    }

    [Fact]
    public async Task An_upload_is_stored_named_edited_and_deleted()
    {
        using var folder = new TestFolder();
        await using var server = await served.StartAsync(options => options, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };
        var recording = served.Clip(2, start: 0, seconds: 40);

        var added = await client.PostAsync("/v1/tracks?name=Song%20one.wav&artist=A", new ByteArrayContent(recording));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("/v1/track?ref_id=Song%20one", added.Headers.Location?.OriginalString);
        Assert.Equal("stored", (string?)(await ServedLibrary.JsonAsync(added))["status"]);
        await ServedLibrary.AssertProblemAsync(
            await client.PostAsync("/v1/tracks?name=Song%20one.wav", new ByteArrayContent(recording)), 409, "exists");

        var answer = await ServedLibrary.JsonAsync(
            await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(2, start: 10))));
        Assert.Equal("Song one", (string?)answer["matches"]![0]!["ref_id"]);
        Assert.Equal("A", (string?)answer["matches"]![0]!["artist"]);

        var edited = await ServedLibrary.JsonAsync(await client.PatchAsync(
            "/v1/track?ref_id=Song%20one", IdentifyTests.Json("""{"title":"Ünïcode","artist":" ","album":null}""")));
        Assert.Equal("Ünïcode", (string?)edited["title"]);
        Assert.Null(edited["artist"]);

        await ServedLibrary.AssertProblemAsync(
            await client.GetAsync("/v1/track/audio?ref_id=Song%20one"), 404, "no-file");
        Assert.Equal(
            HttpStatusCode.NoContent, (await client.DeleteAsync("/v1/track?ref_id=Song%20one")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/v1/track?ref_id=Song%20one")).StatusCode);
    }

    [Fact]
    public async Task A_server_that_only_answers_changes_nothing()
    {
        await using var server = await served.StartAsync(options => options with { ReadOnly = true });
        using var client = new HttpClient { BaseAddress = server.Url };

        await ServedLibrary.AssertProblemAsync(await client.DeleteAsync("/v1/track?ref_id=piece-0"), 403, "read-only");
        await ServedLibrary.AssertProblemAsync(
            await client.PostAsync("/v1/jobs", IdentifyTests.Json("""{"paths":["/"]}""")), 403, "read-only");
        await ServedLibrary.AssertProblemAsync(
            await client.PostAsync("/v1/tracks", new ByteArrayContent(served.Clip(0))), 403, "read-only");
    }

    [Fact]
    public async Task What_another_process_stores_is_found_while_the_server_runs()
    {
        using var folder = new TestFolder();
        await using var server = await served.StartAsync(options => options, folder.Library);
        using var client = new HttpClient { BaseAddress = server.Url };
        using (var library = Library.Open(folder.Library))
        {
            await library.StoreAsync(Path.Combine(served.Music, "piece-1.wav"));
        }

        var answer = await ServedLibrary.JsonAsync(
            await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(1))));

        Assert.Equal("piece-1", (string?)answer["matches"]![0]!["ref_id"]);
    }

    private async Task<JsonNode> GetAsync(string path) =>
        await ServedLibrary.JsonAsync(await served.Client.GetAsync(path));

    private static IEnumerable<string?> RefIds(JsonNode page) =>
        page["items"]!.AsArray().Select(track => (string?)track!["ref_id"]);
}
