using System.Net;

namespace Earmark.Tests.Monitoring;

/// <summary>A web server that has one file, and says how long it is.</summary>
internal sealed class FixedLengthServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _file;

    public FixedLengthServer(byte[] file)
    {
        _file = file;
        var port = FreePort.Next();
        Url = new Uri($"http://127.0.0.1:{port}/file.mp3");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "audio/mpeg";
                context.Response.ContentLength64 = _file.Length;
                await context.Response.OutputStream.WriteAsync(_file);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed, or its listener has gone.
        }
    }
}
