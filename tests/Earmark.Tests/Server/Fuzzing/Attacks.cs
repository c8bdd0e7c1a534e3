using System.Globalization;
using System.Text;
using Earmark.Cli.Degrading;

namespace Earmark.Tests.Server.Fuzzing;

/// <summary>Draws attacks: the same seed and number make the same one.</summary>
/// <param name="recordings">Whole files, by the ends of their names, that damaged ones are made of.</param>
internal sealed class Attacks(int seed, IReadOnlyDictionary<string, byte[]> recordings)
{
    private static readonly string[] Paths =
    [
        "/v1/identify", "/v1/identify/fingerprint", "/v1/fingerprint", "/v1/tracks", "/v1/track", "/v1/track/audio",
        "/v1/track/cover", "/v1/jobs", "/v1/jobs/1", "/v1/jobs/1/events", "/v1/history", "/v1/history/export",
        "/v1/answers/1", "/v1/answers/1/evidence", "/v1/session", "/v1/stats", "/v1/about", "/v1/listen",
        "/v1/openapi.json", "/health/ready", "/metrics", "/docs", "/", "/%00", "/..%2f..%2fetc/passwd", "//", "/v1",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "FROB"];

    private static readonly string[] Parameters =
    [
        "ref_id", "limit", "after", "search", "pcm", "start", "duration", "threshold", "wide", "format", "before",
        "name", "evidence", "replace", "title",
    ];

    private static readonly string[] Headers =
    [
        "Host", "Origin", "Authorization", "X-Api-Key", "Cookie", "Range", "If-None-Match", "If-Modified-Since",
        "If-Range", "Content-Type", "Accept", "Accept-Encoding", "Expect", "Sec-Fetch-Site", "Upgrade", "Connection",
        "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Content-Encoding", "X-Forwarded-For", "Content-Disposition",
        "Content-Length", "Transfer-Encoding", "traceparent", "Access-Control-Request-Method",
    ];

    private static readonly string[] Values =
    [
        "", "localhost", "evil.example", "http://evil.example", "null", "Bearer x", "bytes=0-", "bytes=-1",
        "bytes=9-3", "bytes=0-18446744073709551616", "bytes=0-1,2-3,4-5", "\"*\"", "*", "100-continue", "cross-site",
        "websocket", "Upgrade", "gzip", "chunked", "0", "-1", "99999999999999999999", "multipart/form-data",
        "multipart/form-data; boundary=\"\"", "application/json; charset=utf-99", "earmark=x; earmark=y", "[::1",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "Sun, 99 Foo 0000 00:00:00 GMT",
    ];

    private static readonly (string Method, string Path, string Json)[] Documents =
    [
        ("POST", "/v1/identify/fingerprint", """{"profile":"full","frames":99,"peaks":[[0,1,2],[9,700,3],[5,4,9]]}"""),
        ("PATCH", "/v1/track?ref_id=piece-0", """{"title":"A","artist":"B","album":"C"}"""),
        ("POST", "/v1/jobs", """{"paths":["/etc","..","x"]}"""),
        ("POST", "/v1/session", """{"key":"a-key-of-sorts"}"""),
        ("PATCH", "/v1/answers/1", """{"is_wrong":true}"""),
    ];

    private static readonly string[] Encodings = ["u8", "s16le", "s24le", "s32le", "f32le", "f64le", "s16be"];

    /// <summary>The attack of a number.</summary>
    public Attack Draw(int number)
    {
        var dice = new Dice(seed, number);
        return (number % 8) switch
        {
            0 => new Attack("parameters", Request(dice.Pick(Methods), Target(dice), [], Body(dice)), true),
            1 => new Attack("headers", WithHeaders(dice), false),
            2 => new Attack("json", Json(dice), true),
            3 or 4 => new Attack("recordings", Recording(dice), true),
            5 => new Attack("raw samples", Samples(dice), true),
            6 => new Attack("bytes", Bytes(dice), false),
            _ => new Attack("sockets", Frames.Opening, true, Frames.Draw(dice)),
        };
    }

    /// <summary>A request as it should be.</summary>
    public static byte[] Request(string method, string target, IEnumerable<string> headers, byte[] body)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        var own = headers.ToList();
        if (!own.Exists(line => line.StartsWith("Host:", StringComparison.Ordinal)))
        {
            own.Insert(0, "Host: localhost");
        }

        head.Append(string.Concat(own.Select(line => $"{line}\r\n")));
        if (body.Length > 0 && !own.Exists(line => line.StartsWith("Content-Length", StringComparison.Ordinal)))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private static string Target(Dice dice)
    {
        var query = Enumerable.Range(0, dice.Below(4)).Select(_ =>
        {
            var value = dice.Below(3) switch
            {
                0 => Encoding.Latin1.GetString(Mutation.Noise(dice, dice.Below(60))),
                1 => dice.Pick(Values),
                _ => Mutation.Letters(dice, dice.Below(dice.Chance(0.1) ? 3000 : 20)),
            };
            return $"{dice.Pick(Parameters)}={Uri.EscapeDataString(value)}";
        });
        return $"{dice.Pick(Paths)}?{string.Join('&', query)}";
    }

    private static byte[] Body(Dice dice) => dice.Chance(0.5) ? [] : Mutation.Noise(dice, dice.Below(500));

    private static byte[] WithHeaders(Dice dice)
    {
        var lines = Enumerable.Range(0, 1 + dice.Below(dice.Chance(0.05) ? 200 : 5)).Select(_ =>
        {
            var value = dice.Chance(0.6) ? dice.Pick(Values)
                : Mutation.Letters(dice, dice.Below(dice.Chance(0.05) ? 20_000 : 60));
            return $"{dice.Pick(Headers)}: {value}";
        });
        return Request(dice.Pick(Methods), Target(dice), lines.ToList(), Body(dice));
    }

    private static byte[] Json(Dice dice)
    {
        var (method, path, json) = dice.Pick(Documents);
        return Request(method, path, ["Content-Type: application/json"], Mutation.OfJson(dice, json));
    }

    private byte[] Recording(Dice dice)
    {
        var (ending, whole) = dice.Pick(recordings.ToList());
        var damaged = Mutation.OfBytes(dice, whole);
        var target = dice.Below(5) switch
        {
            0 => "/v1/fingerprint?",
            1 => $"/v1/tracks?replace=true&ref_id=fuzzed-{dice.Below(20)}&",
            _ => "/v1/identify?",
        };
        target += $"name=clip.{ending}";
        if (dice.Chance(0.7))
        {
            return Request("POST", target, ["Content-Type: audio/x"], damaged);
        }

        const string Start = "--x\r\nContent-Disposition: form-data; name=file; filename=\"clip\"\r\n\r\n";
        byte[] form = [.. Encoding.ASCII.GetBytes(Start), .. damaged, .. "\r\n--x--\r\n"u8];
        return Request(
            "POST",
            target,
            ["Content-Type: multipart/form-data; boundary=x"],
            dice.Chance(0.5) ? form : Mutation.OfBytes(dice, form));
    }

    private static byte[] Samples(Dice dice)
    {
        var rate = dice.Pick([44_100, 8000, 1000, 768_000, 48_000, -1, int.MaxValue]);
        var channels = dice.Pick([1, 1, 2, 2, 64, 0, 65, 1_000_000]);
        var format = Uri.EscapeDataString($"{dice.Pick(Encodings)}:{rate}:{channels}");
        var length = dice.Below(dice.Chance(0.2) ? 400_000 : 9000);
        return Request("POST", $"/v1/identify?pcm={format}", [], Mutation.Noise(dice, length));
    }

    private byte[] Bytes(Dice dice)
    {
        var right = dice.Below(4) switch
        {
            0 => Json(dice),
            1 => Recording(dice),
            2 => Encoding.ASCII.GetBytes(
                "POST /v1/identify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" +
                "5\r\nabcde\r\n0\r\n\r\n"),
            _ => Request("GET", Target(dice), [], []),
        };
        return dice.Chance(0.1) ? Mutation.Noise(dice, 300) : Mutation.OfBytes(dice, right);
    }
}
