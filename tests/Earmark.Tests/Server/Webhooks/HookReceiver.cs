using System.Net;
using Earmark.Tests.Monitoring;

namespace Earmark.Tests.Server.Webhooks;

/// <summary>Takes what is posted to it, or turns it away.</summary>
internal sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, int> _answer;
    private readonly List<HookRequest> _taken = [];
    private int _count;

    /// <param name="answer">The status that each request gets, by how many came before.</param>
    public HookReceiver(Func<int, int>? answer = null, int? port = null)
    {
        _answer = answer ?? (_ => 200);
        Port = port ?? FreePort.Next();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}/hook?token=secret");

    /// <summary>What was answered with 200, in order.</summary>
    public IReadOnlyList<HookRequest> Taken
    {
        get
        {
            lock (_taken)
            {
                return [.. _taken];
            }
        }
    }

    public async Task WaitForAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Taken.Count < count)
        {
            await Task.Delay(10, patience.Token);
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                var status = _answer(_count++);
                if (status == 200)
                {
                    lock (_taken)
                    {
                        _taken.Add(new HookRequest(
                            context.Request.Headers["Earmark-Event-Id"]!,
                            context.Request.Headers["Earmark-Signature"]!,
                            body));
                    }
                }

                context.Response.StatusCode = status;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }
}
