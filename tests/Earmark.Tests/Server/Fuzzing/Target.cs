using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Earmark.Tests.Server.Fuzzing;

/// <summary>A server under attack: takes what it is sent, and says what it answered.</summary>
internal sealed partial class Target(Uri server)
{
    private const string ProblemType = "application/problem+json";
    private const string Internal = "\"type\":\"urn:earmark:problem:internal\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What has said nothing for so long to something that is no request will not answer any more.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(0.4);

    /// <summary>While samples are looked at, a socket says nothing.</summary>
    private static readonly TimeSpan EventPatience = TimeSpan.FromSeconds(1);

    /// <summary>Sends it; returns the status that came back and the kind of problem.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">It was an internal error, or no answer where one was due.</exception>
    public async Task<string> TakeAsync(Attack attack)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        var answer = await ExchangeAsync(stream, attack.Bytes, attack.IsWhole ? Patience : ShortPatience);
        Assert.DoesNotContain(Internal, answer, StringComparison.Ordinal);
        if (answer.Length == 0)
        {
            Assert.False(attack.IsWhole, "It got no answer.");
            return await IsOpenAsync(stream) ? "waiting for more" : "hung up";
        }

        var status = StatusOf(answer);
        if (attack.Rest is null)
        {
            return status;
        }

        Assert.Equal("101", status);
        var events = await ExchangeAsync(stream, attack.Rest, EventPatience);
        Assert.DoesNotContain(Internal, events, StringComparison.Ordinal);
        return Problem().Match(events) is { Success: true } problem ? problem.Groups[1].Value
            : events.Contains("\"type\":\"answer\"", StringComparison.Ordinal) ? "answered"
            : await IsOpenAsync(stream) ? "waiting for more"
            : "hung up";
    }

    private static string StatusOf(string answer)
    {
        const string Version = "HTTP/1.1 ";
        Assert.StartsWith(Version, answer, StringComparison.Ordinal);
        var status = answer[Version.Length..][..3];
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (answer[..end].Contains(ProblemType, StringComparison.Ordinal))
        {
            // A HEAD has no body.
            return $"{status} {Problem().Match(answer, end).Groups[1].Value}".TrimEnd();
        }

        // 505 is said to what is called HTTP of another version, before it is a request.
        Assert.False(status[0] == '5' && status != "505", answer);
        return status;
    }

    /// <summary>Sends bytes; returns what comes until the other side closes, opens a socket or falls silent.</summary>
    private static async Task<string> ExchangeAsync(NetworkStream stream, byte[] bytes, TimeSpan patience)
    {
        var answer = new StringBuilder();
        try
        {
            // At the same time: a server that answers early does not take the rest.
            var sending = stream.WriteAsync(bytes).AsTask();
            var buffer = new byte[64 << 10];
            while (!answer.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            {
                using var limit = new CancellationTokenSource(patience);
                var count = await stream.ReadAsync(buffer, limit.Token);
                if (count == 0)
                {
                    break;
                }

                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }

            await Task.WhenAny(sending, Task.Delay(ShortPatience));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It waits for more and will not get it, or has hung up.
        }

        return answer.ToString();
    }

    private static async Task<bool> IsOpenAsync(NetworkStream stream)
    {
        try
        {
            using var limit = new CancellationTokenSource(1);
            return await stream.ReadAsync(new byte[1], limit.Token) > 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex("urn:earmark:problem:([a-z-]+)")]
    private static partial Regex Problem();
}
