using System.Text;
using System.Text.Json;
using Earmark.Monitoring;
using Earmark.Server.Webhooks;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.Indexing;
using Earmark.Tests.Monitoring;

namespace Earmark.Tests.Server.Webhooks;

public sealed class WebhookSenderTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private readonly List<string> _notes = [];

    [Fact]
    public void A_signature_is_the_hmac_of_time_and_body()
    {
        // printf '1764244800.{"a":1}' | openssl dgst -sha256 -hmac key
        Assert.Equal(
            "t=1795780800,v1=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(
                "key"u8, Encoding.ASCII.GetBytes("1795780800.{\"a\":1}"))),
            WebhookSignature.Of("{\"a\":1}"u8, "key", Noon));
    }

    [Fact]
    public async Task Events_are_posted_in_order_signed_and_each_once()
    {
        using var receiver = new HookReceiver();
        using var log = PlayLog.Open(_folder.Library);
        log.Append(SamplePlays.Ended("before the webhook was there", Noon, 0, 9));
        using var sender = Start(receiver.Url, log);
        for (var i = 0; i < 20; i++)
        {
            log.Append(SamplePlays.Ended("radio", Noon, 10 * i, (10 * i) + 9));
            sender.Wake();
        }

        await sender.FinishAsync();

        var taken = receiver.Taken;
        Assert.Equal(Enumerable.Range(2, 20).Select(id => $"{log.Id}-{id}"), taken.Select(request => request.Id));
        var json = JsonDocument.Parse(taken[3].Body).RootElement;
        Assert.Equal(taken[3].Id, json.GetProperty("id").GetString());
        Assert.Equal("play", json.GetProperty("event").GetString());
        Assert.Equal(30, json.GetProperty("query_start_s").GetDouble());
        var time = long.Parse(taken[3].Signature.Split(',')[0][2..]);
        Assert.Equal(
            taken[3].Signature,
            WebhookSignature.Of(
                Encoding.UTF8.GetBytes(taken[3].Body), "hush", DateTimeOffset.FromUnixTimeSeconds(time)));
    }

    [Fact]
    public async Task What_is_not_taken_is_tried_again_and_nothing_overtakes_it()
    {
        using var receiver = new HookReceiver(count => count is 0 or 2 ? 500 : 200);
        using var log = PlayLog.Open(_folder.Library);
        using var sender = Start(receiver.Url, log);
        log.Append(SamplePlays.Ended("radio", Noon, 0, 9));
        log.Append(SamplePlays.Ended("radio", Noon, 10, 19));
        sender.Wake();

        await receiver.WaitForAsync(2);
        await sender.FinishAsync();

        Assert.Equal([$"{log.Id}-1", $"{log.Id}-2"], receiver.Taken.Select(request => request.Id));
        Assert.Contains(_notes, note => note.Contains("answered 500", StringComparison.Ordinal));
        Assert.DoesNotContain(_notes, note => note.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_left_is_posted_by_the_next_run()
    {
        var port = FreePort.Next();
        var url = new Uri($"http://127.0.0.1:{port}/hook?token=secret");
        using (var log = PlayLog.Open(_folder.Library))
        {
            // Nobody is there, and the run is cut off.
            using var sender = Start(url, log);
            log.Append(SamplePlays.Ended("radio", Noon, 0, 9));
            log.Append(SamplePlays.Ended("radio", Noon, 10, 19));
        }

        using var receiver = new HookReceiver(port: port);
        using var again = PlayLog.Open(_folder.Library);
        using var next = Start(receiver.Url, again);
        await next.FinishAsync();

        Assert.Equal([$"{again.Id}-1", $"{again.Id}-2"], receiver.Taken.Select(request => request.Id));
    }

    [Fact]
    public async Task Of_two_senders_one_posts_and_the_other_takes_over()
    {
        using var receiver = new HookReceiver();
        using var log = PlayLog.Open(_folder.Library);
        using var other = PlayLog.Open(_folder.Library);
        var first = Start(receiver.Url, log);
        using var second = Start(receiver.Url, other);
        log.Append(SamplePlays.Ended("radio", Noon, 0, 9));
        await first.FinishAsync();
        first.Dispose();
        log.Append(SamplePlays.Ended("radio", Noon, 10, 19));
        second.Wake();

        await receiver.WaitForAsync(2);
        await second.FinishAsync();

        Assert.Equal([$"{log.Id}-1", $"{log.Id}-2"], receiver.Taken.Select(request => request.Id));
    }

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public async Task A_full_disk_holds_posting_up_and_does_not_end_it()
    {
        using var disk = new SmallDisk(_folder.Library, size: 2_048);
        var isFull = false;
        using var receiver = new HookReceiver(_ => isFull ? 200 : 500);
        using var log = PlayLog.Open(_folder.Library);
        using var sender = Start(receiver.Url, log);
        log.Append(SamplePlays.Ended("radio", Noon, 0, 9));
        log.Append(SamplePlays.Ended("radio", Noon, 10, 19));
        sender.Wake();
        disk.Fill();
        isFull = true;

        await receiver.WaitForAsync(1);
        while (!_notes.ToList().Exists(note => note.Contains("nothing further is posted", StringComparison.Ordinal)))
        {
            await Task.Delay(20);
        }

        disk.Grow();
        await sender.FinishAsync();
        Assert.Equal([$"{log.Id}-1", $"{log.Id}-2"], receiver.Taken.Select(request => request.Id));
    }

    private WebhookSender Start(Uri url, PlayLog log)
    {
        var sender = new WebhookSender(new Webhook(url, "hush"), log, _notes.Add);
        sender.Start();
        return sender;
    }
}
