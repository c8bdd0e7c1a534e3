using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Earmark.Cli.Degrading;

namespace Earmark.Bench.Serving;

/// <summary>Sends clips to a server, as fast as it answers or at a rate of its own.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly string _path = $"/v1/identify?pcm=s16le:{LoadClip.SampleRate}:1";

    public LoadGenerator(Uri server) => _client = new HttpClient { BaseAddress = server, Timeout = Patience };

    /// <summary>Some clients at the same time, each with one clip after the other.</summary>
    /// <param name="goesOn">Whether there is another, by the number of those so far and the time gone by.</param>
    /// <param name="clipOf">The clip of each request, by its number.</param>
    public async Task<List<Sent>> SendAsFastAsAnsweredAsync(
        int clientCount, Func<int, TimeSpan, bool> goesOn, Func<int, LoadClip> clipOf, CancellationToken ct)
    {
        var sent = new ConcurrentBag<Sent>();
        var began = Stopwatch.GetTimestamp();
        var number = -1;
        await Task.WhenAll(Enumerable.Range(0, clientCount).Select(_ => Task.Run(
            async () =>
            {
                int mine;
                while (goesOn(mine = Interlocked.Increment(ref number), Stopwatch.GetElapsedTime(began)))
                {
                    ct.ThrowIfCancellationRequested();
                    sent.Add(await SendAsync(clipOf(mine), Stopwatch.GetTimestamp(), ct));
                }
            },
            ct)));
        return [.. sent];
    }

    /// <summary>So many clips a second, whether or not the ones before are answered, as strangers send them.</summary>
    public async Task<List<Sent>> SendAtRateAsync(
        double perSecond, TimeSpan time, Func<int, LoadClip> clipOf, CancellationToken ct)
    {
        var dice = new Dice(9);
        var sending = new List<Task<Sent>>();
        var began = Stopwatch.GetTimestamp();
        for (var due = 0.0; due < time.TotalSeconds; due -= Math.Log(1 - dice.Unit()) / perSecond)
        {
            var wait = TimeSpan.FromSeconds(due) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, ct);
            }

            var clip = clipOf(sending.Count);
            var dueAt = began + (long)(due * Stopwatch.Frequency);
            sending.Add(Task.Run(() => SendAsync(clip, dueAt, ct), ct));
        }

        return [.. await Task.WhenAll(sending)];
    }

    public void Dispose() => _client.Dispose();

    private async Task<Sent> SendAsync(LoadClip clip, long due, CancellationToken ct)
    {
        try
        {
            using var body = new ByteArrayContent(clip.Samples);
            using var response = await _client.PostAsync(_path, body, ct);
            var text = await response.Content.ReadAsByteArrayAsync(ct);
            var isHeadedOff = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                && response.Headers.RetryAfter is not null;
            var isRight = response.IsSuccessStatusCode && NameIn(text) == clip.RefId;
            return new Sent(
                Stopwatch.GetElapsedTime(due), (int)response.StatusCode, isHeadedOff, isRight, clip.IsHard);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return new Sent(Stopwatch.GetElapsedTime(due), 0, false, false, clip.IsHard);
        }
    }

    /// <summary>The first name of an answer; empty where there is none.</summary>
    private static string NameIn(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        var matches = document.RootElement.GetProperty("matches");
        return matches.GetArrayLength() > 0 ? matches[0].GetProperty("ref_id").GetString()! : "";
    }
}
