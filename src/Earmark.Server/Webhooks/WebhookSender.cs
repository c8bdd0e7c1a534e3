using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Earmark.Monitoring;
using Earmark.Server.Contracts;

namespace Earmark.Server.Webhooks;

/// <summary>Posts the events of a log to one address: each, in order, again until it is taken.</summary>
/// <remarks>
/// What is to be posted is what the log has beyond a cursor of that address. The cursor moves once an event was taken,
/// so none is lost whatever happens; one may be posted twice where we are killed in between, which its id tells. Of
/// several processes with one library and one address, one posts; another takes over when that ends.
/// </remarks>
public sealed class WebhookSender : IDisposable
{
    private const int AtOnce = 64;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OthersLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FinishLimit = TimeSpan.FromSeconds(15);

    private readonly Webhook _webhook;
    private readonly PlayLog _log;
    private readonly Action<string> _note;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly string _name;
    private readonly SemaphoreSlim _more = new(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _sending = Task.CompletedTask;
    private long _cursor;
    private volatile bool _isFinishing;

    /// <param name="note">Is told when an event is not taken, and when it is at last.</param>
    public WebhookSender(Webhook webhook, PlayLog log, Action<string> note, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        ArgumentNullException.ThrowIfNull(log);
        (_webhook, _log, _note, _time) = (webhook, log, note, time ?? TimeProvider.System);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = AnswerLimit };
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(webhook.Url.AbsoluteUri));
        _name = "webhook-" + Convert.ToHexStringLower(hash)[..16];
    }

    /// <summary>Begins to post: what an earlier run left, then what comes; for a new address only what comes.</summary>
    /// <exception cref="LibraryException">The log cannot be written.</exception>
    public void Start()
    {
        _cursor = _log.Cursor(_name);
        _sending = Task.Run(() => SendAsync(_stop.Token));
    }

    /// <summary>Says that the log has more.</summary>
    public void Wake()
    {
        if (_more.CurrentCount == 0)
        {
            _more.Release();
        }
    }

    /// <summary>Posts what is left, for some seconds at most; the rest stays in the log for the next run.</summary>
    public async Task FinishAsync()
    {
        _isFinishing = true;
        Wake();
        await Task.WhenAny(_sending, Task.Delay(FinishLimit, _time)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var left = _log.After(_cursor, int.MaxValue).Count;
        if (left > 0)
        {
            _note($"Events that {_webhook} has not taken yet: {left}; they are kept, and posted by the next run.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
        _stop.Dispose();
        _more.Dispose();
    }

    private async Task SendAsync(CancellationToken ct)
    {
        using var turn = await TakeTurnAsync(ct).ConfigureAwait(false);
        _cursor = await OfLogAsync(() => _log.Cursor(_name), ct).ConfigureAwait(false);
        while (true)
        {
            await _more.WaitAsync(ct).ConfigureAwait(false);
            var isLast = _isFinishing;
            while (await OfLogAsync(() => _log.After(_cursor, AtOnce), ct).ConfigureAwait(false)
                is { Count: > 0 } waiting)
            {
                foreach (var told in waiting)
                {
                    await SendAsync(told, ct).ConfigureAwait(false);
                    _cursor = told.Id;
                    await OfLogAsync(() => MoveCursor(told.Id), ct).ConfigureAwait(false);
                }
            }

            if (isLast)
            {
                return;
            }
        }
    }

    /// <summary>Reads or writes the log; while that fails, as on a full disk, it is tried again.</summary>
    private async Task<T> OfLogAsync<T>(Func<T> action, CancellationToken ct)
    {
        for (var isLate = false; ; isLate = true)
        {
            try
            {
                return action();
            }
            catch (LibraryException e)
            {
                if (!isLate)
                {
                    _note($"{e.Message} Until then nothing further is posted to {_webhook}.");
                }
            }

            await Task.Delay(OthersLimit, _time, ct).ConfigureAwait(false);
        }
    }

    private long MoveCursor(long id)
    {
        _log.MoveCursor(_name, id);
        return id;
    }

    /// <summary>Waits until no other process posts to this address; the file is locked while it does.</summary>
    private async Task<FileStream> TakeTurnAsync(CancellationToken ct)
    {
        var path = Path.Combine(Path.GetDirectoryName(_log.FilePath)!, _name + ".lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(OthersLimit, _time, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(LoggedEvent told, CancellationToken ct)
    {
        var line = MonitorMap.ToLine(told.Event, _log.Id, told.Id);
        var body = JsonSerializer.SerializeToUtf8Bytes(line, ServerJson.Wire.MonitorLine);
        var retry = FirstRetry;
        var isLate = false;
        while (await PostAsync(body, line.Id!, ct).ConfigureAwait(false) is { } fault)
        {
            if (!isLate)
            {
                _note($"The webhook {_webhook} {fault}; it is tried again until it takes the event.");
                isLate = true;
            }

            await Task.Delay(retry, _time, ct).ConfigureAwait(false);
            retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
        }

        if (isLate)
        {
            _note($"The webhook {_webhook} takes events again.");
        }
    }

    /// <summary>Posts an event; returns what went wrong, or null once it was taken.</summary>
    private async Task<string?> PostAsync(byte[] body, string id, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _webhook.Url)
            {
                Content = new ByteArrayContent(body)
                {
                    Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } },
                },
            };
            request.Headers.Add("Earmark-Event-Id", id);
            request.Headers.Add(
                WebhookSignature.Header, WebhookSignature.Of(body, _webhook.Secret, _time.GetUtcNow()));
            using var answer = await _client.SendAsync(request, ct).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"answered {(int)answer.StatusCode} where 200 was expected";
        }
        catch (HttpRequestException e)
        {
            return $"cannot be reached ({e.Message.TrimEnd('.')})";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"did not answer within {AnswerLimit.TotalSeconds:0} s";
        }
    }
}
