using System.Net;
using System.Net.Sockets;

namespace Earmark.Tests.Monitoring;

/// <summary>A radio station on this machine: sends its program from where the last listener left off.</summary>
/// <remarks>It has a script: what each connection sends, after which it breaks off.</remarks>
internal sealed class StationServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<byte[]> _script;
    private readonly string _contentType;

    /// <param name="script">What is sent to each connection; further ones are refused with a 503.</param>
    public StationServer(IEnumerable<byte[]> script, string contentType = "audio/mpeg")
    {
        (_script, _contentType) = (new Queue<byte[]>(script), contentType);
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/live");

    public int ConnectionCount { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                await ReadRequestAsync(stream);
                ConnectionCount++;
                var body = _script.TryDequeue(out var next) ? next : null;
                var head = body is null
                    ? "HTTP/1.0 503 Off air\r\n\r\n"
                    : $"HTTP/1.0 200 OK\r\nContent-Type: {_contentType}\r\n\r\n";
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head));
                if (body is not null)
                {
                    await stream.WriteAsync(body);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The station is off, or its listener has gone.
        }
    }

    private static async Task ReadRequestAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        var text = "";
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                return;
            }

            text += System.Text.Encoding.ASCII.GetString(buffer, 0, count);
        }
    }
}
