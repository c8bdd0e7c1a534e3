using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Earmark.Tests.Server;

/// <summary>A stream as Icecast sends it: some seconds at once, then as fast as time goes, again and again.</summary>
internal sealed class RadioStation : IDisposable
{
    private const int Pulses = 10;
    private const int BurstSeconds = 15;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly byte[] _music;
    private readonly int _bytesPerSecond;

    /// <param name="music">What it plays, compressed.</param>
    public RadioStation(byte[] music, double seconds)
    {
        (_music, _bytesPerSecond) = (music, (int)(music.Length / seconds));
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/live");

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = SendAsync(await _listener.AcceptTcpClientAsync(_end.Token), _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is off the air.
        }
    }

    private async Task SendAsync(TcpClient listener, CancellationToken end)
    {
        using var client = listener;
        try
        {
            var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, end);
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-name: Test\r\n\r\n"), end);
            var sent = 0;
            for (var pulse = 0; ; pulse++)
            {
                var until = _bytesPerSecond * (BurstSeconds + ((double)pulse / Pulses));
                for (; sent < until; sent++)
                {
                    stream.WriteByte(_music[sent % _music.Length]);
                }

                await Task.Delay(1000 / Pulses, end);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Who listened has gone.
        }
    }
}
