using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class ListenTests(ServedLibrary served)
{
    private const string Start = """{"type":"start","pcm":"s16le:44100:1"}""";

    [Fact]
    public async Task A_track_is_named_before_the_music_has_ended()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Start);
        var events = await PlayAsync(socket, served.Samples(1, start: 12, seconds: 15));

        Assert.Equal("ready", (string?)events[0]["type"]);
        var level = events.First(e => (string?)e["type"] == "level");
        Assert.Equal("ok", (string?)level["level"]);
        var answer = events[^1];
        Assert.Equal("answer", (string?)answer["type"]);
        Assert.Equal("piece-1", (string?)answer["answer"]!["matches"]![0]!["ref_id"]);
        Assert.InRange((double)answer["answer"]!["matches"]![0]!["offset_s"]!, 11.9, 12.1);
        Assert.InRange((double)answer["heard_s"]!, 1, 12);
        Assert.NotEmpty(events.SelectMany(e => e["peaks"]?.AsArray() ?? []));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Music_that_is_not_in_the_library_gets_candidates_and_then_an_honest_none()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Start);
        var events = await PlayAsync(socket, served.Samples(ServedLibrary.TrackCount, seconds: 6));

        Assert.Contains(events, e => (string?)e["type"] == "progress");
        Assert.Equal("none", (string?)events[^1]["answer"]!["decision"]);
        Assert.Equal("microphone", (string?)events[^1]["answer"]!["source"]);
    }

    [Fact]
    public async Task Silence_is_called_so()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Start);
        var events = await PlayAsync(socket, new byte[44100 * 2 * 2]);

        Assert.Contains(events, e => (string?)e["level"] == "silence");
        Assert.Contains("silent", (string?)events[^1]["answer"]!["warnings"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "bad-json")]
    [InlineData("""{"type":"stop"}""", "no-start")]
    [InlineData("""{"type":"start","pcm":"mp3:1:1"}""", "bad-parameter")]
    [InlineData("""{"type":"start","pcm":"f64le:768000:64"}""", "bad-parameter")]
    [InlineData("""{"type":"start","threshold":"never"}""", "bad-parameter")]
    public async Task A_client_that_speaks_otherwise_is_told_what_was_expected(string message, string type)
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, message);
        await SendAsync(socket, """{"type":"stop"}""");

        var events = await ReceiveAllAsync(socket);

        Assert.Equal($"urn:earmark:problem:{type}", (string?)events[^1]["problem"]!["type"]);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Fact]
    public async Task A_client_that_vanishes_leaves_room_for_others()
    {
        await using var server = await served.StartAsync(options => options with { MaxListeners = 1 });
        using (var first = await ConnectAsync(server.Url))
        {
            await SendAsync(first, Start);
            var refused = new ClientWebSocket();
            refused.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<WebSocketException>(() => refused.ConnectAsync(Of(server.Url), default));
            Assert.Equal(503, (int)refused.HttpStatusCode);
            first.Abort();
        }

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var next = await ConnectAsync(server.Url);
                return;
            }
            catch (WebSocketException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    [Fact]
    public async Task Another_sites_page_cannot_listen_here()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Of(served.Url), default));

        Assert.Equal(403, (int)socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_request_that_is_no_socket_is_a_problem() => await ServedLibrary.AssertProblemAsync(
        await served.Client.GetAsync("/v1/listen"), 426, "not-a-socket");

    private static Uri Of(Uri server) => new UriBuilder(server) { Scheme = "ws", Path = "/v1/listen" }.Uri;

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    private async Task<ClientWebSocket> ConnectAsync(Uri? server = null)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Of(server ?? served.Url), default);
        return socket;
    }

    /// <summary>Sends samples until there is an answer, then says that this was all; returns what came.</summary>
    private static async Task<List<JsonNode>> PlayAsync(ClientWebSocket socket, byte[] samples)
    {
        var receiving = ReceiveAllAsync(socket);
        foreach (var piece in samples.Chunk(8820))
        {
            if (receiving.IsCompleted || socket.State != WebSocketState.Open)
            {
                break;
            }

            await socket.SendAsync(piece, WebSocketMessageType.Binary, true, default);
            await Task.Delay(20);
        }

        if (socket.State == WebSocketState.Open)
        {
            await SendAsync(socket, """{"type":"stop"}""");
        }

        return await receiving;
    }

    private static async Task<List<JsonNode>> ReceiveAllAsync(ClientWebSocket socket)
    {
        var events = new List<JsonNode>();
        var buffer = new byte[1 << 20];
        var length = 0;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
                return events;
            }

            if (result.EndOfMessage)
            {
                events.Add(JsonNode.Parse(buffer.AsSpan(0, length))!);
                length = 0;
            }
        }
    }
}
