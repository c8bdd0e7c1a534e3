using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Earmark.Cli.Degrading;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class FuzzTests(ServedLibrary served)
{
    private const int Rounds = 60;

    private static readonly string[] Paths =
    [
        "/v1/identify", "/v1/identify/fingerprint", "/v1/fingerprint", "/v1/tracks", "/v1/track", "/v1/track/audio",
        "/v1/track/cover", "/v1/jobs", "/v1/jobs/x", "/v1/history", "/v1/history/export", "/v1/answers/1",
        "/v1/answers/1/evidence", "/v1/session", "/v1/stats", "/v1/about", "/v1/listen", "/health/ready", "/",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "FROB"];

    [Fact]
    public async Task No_request_however_malformed_is_an_internal_error()
    {
        var dice = new Dice(11);
        for (var round = 0; round < Rounds * 3; round++)
        {
            var query = string.Join('&', Enumerable.Range(0, dice.Below(4)).Select(_ =>
                $"{dice.Pick<string>(["ref_id", "limit", "after", "search", "pcm", "start", "format", "before"])}=" +
                Uri.EscapeDataString(Noise(dice, dice.Below(30)))));
            using var request = new HttpRequestMessage(
                new HttpMethod(dice.Pick(Methods)), $"{dice.Pick(Paths)}?{query}");
            if (request.Method.Method is not ("DELETE" or "GET" or "HEAD"))
            {
                request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Noise(dice, dice.Below(500))));
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(
                    dice.Pick<string>(["application/json", "audio/wav", "multipart/form-data; boundary=x"]));
            }

            await AssertNoFaultAsync(await served.Client.SendAsync(request));
        }
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("ogg")]
    public async Task No_damaged_recording_is_an_internal_error(string format)
    {
        var clip = served.Clip(0, seconds: 2);
        var whole = format == "wav" ? clip : IdentifyTests.Compressed(clip, format);
        var dice = new Dice(format.Length + format[0]);
        for (var round = 0; round < Rounds / 6; round++)
        {
            var damaged = whole.ToArray();
            for (var hit = 0; hit <= dice.Below(40); hit++)
            {
                // Headers are where it hurts.
                var within = dice.Chance(0.5) ? Math.Min(200, damaged.Length) : damaged.Length;
                damaged[dice.Below(within)] = (byte)dice.Below(256);
            }

            using var content = new ByteArrayContent(damaged, 0, 1 + dice.Below(damaged.Length));
            await AssertNoFaultAsync(await served.Client.PostAsync("/v1/identify", content));
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_http_end_with_the_connection_and_nothing_else()
    {
        var dice = new Dice(5);
        foreach (var start in new[] { "", "GET / HTTP/1.1\r\n", "POST /v1/identify HTTP/1.1\r\nHost: localhost\r\n" })
        {
            for (var round = 0; round < Rounds / 3; round++)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(served.Url.Host, served.Url.Port);
                await using var stream = client.GetStream();
                await stream.WriteAsync(Encoding.Latin1.GetBytes(start + Noise(dice, 300) + "\r\n\r\n"));
                client.Client.Shutdown(SocketShutdown.Send);
                var answer = await new StreamReader(stream).ReadToEndAsync();
                Assert.DoesNotContain("HTTP/1.1 5", answer, StringComparison.Ordinal);
            }
        }

        Assert.True((await served.Client.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    private async Task AssertNoFaultAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            (int)response.StatusCode < 500,
            $"{response.RequestMessage}: {response.StatusCode} {text}\n{string.Join('\n', served.Notes)}");
    }

    private static string Noise(Dice dice, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => (char)dice.Below(256))]);
}
