using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Earmark.Tests.Cluster;

/// <summary>Stands before a server; while it is cut, nothing of clients goes either way, and nobody is told.</summary>
/// <remarks>Replicas of a cluster come this way too, and begin with PING as no client does: they are not cut.</remarks>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly int _target;
    private volatile TaskCompletionSource? _cut;

    /// <param name="target">Port of the server.</param>
    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Holds back everything from now on.</summary>
    public void Cut() => _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets go of what was held back.</summary>
    public void Mend()
    {
        var cut = _cut;
        _cut = null;
        cut?.SetResult();
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _target);
            _clients.Add(server);
            var (inner, outer) = (server.GetStream(), client.GetStream());
            var buffer = new byte[1 << 16];
            var count = await outer.ReadAsync(buffer);
            var isReplica = System.Text.Encoding.ASCII.GetString(buffer, 0, count)
                .Contains("PING", StringComparison.OrdinalIgnoreCase) && count < 20;
            await HoldAsync(isReplica);
            await inner.WriteAsync(buffer.AsMemory(0, count));
            await Task.WhenAny(PumpAsync(outer, inner, isReplica), PumpAsync(inner, outer, isReplica));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One side has gone; so does the other.
        }

        client.Dispose();
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isReplica)
    {
        var buffer = new byte[1 << 16];
        while (await from.ReadAsync(buffer) is > 0 and var count)
        {
            await HoldAsync(isReplica);
            await to.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    private Task HoldAsync(bool isReplica) => isReplica ? Task.CompletedTask : _cut?.Task ?? Task.CompletedTask;
}
