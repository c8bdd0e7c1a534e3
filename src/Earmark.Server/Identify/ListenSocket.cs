using System.Net.WebSockets;
using System.Text.Json;
using Earmark.Server.Contracts;
using Earmark.Server.Http;

namespace Earmark.Server.Identify;

/// <summary>A socket whose messages are commands, samples and events. One may send and one receive at a time.</summary>
internal sealed class ListenSocket(WebSocket socket) : IDisposable
{
    private const int MessageBytesMax = 1 << 20;

    private readonly byte[] _buffer = new byte[MessageBytesMax];
    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>
    /// Receives the next message; null once the client has closed. The bytes are good until the next call.
    /// </summary>
    public async Task<(WebSocketMessageType Type, ReadOnlyMemory<byte> Bytes)?> ReceiveAsync(CancellationToken stop)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                throw new ProblemException(
                    413, "too-large", $"A message is over {MessageBytesMax} bytes: send samples in smaller ones.");
            }

            var result = await socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (result.EndOfMessage)
            {
                return (result.MessageType, _buffer.AsMemory(0, length));
            }
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    /// <summary>Reads a message as a command.</summary>
    public static ListenCommandLine Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize(message, ServerJson.Wire.ListenCommandLine)
                ?? throw new ProblemException(400, "bad-json", "The message is null; expected a command.");
        }
        catch (JsonException)
        {
            throw new ProblemException(400, "bad-json", "The message is no JSON command; /docs shows what is.");
        }
    }

    /// <summary>Sends an event.</summary>
    public async Task SendAsync(ListenEventLine line, CancellationToken stop)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, ServerJson.Wire.ListenEventLine);
        await _sending.WaitAsync(stop);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, stop);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says goodbye; the client's own is the last thing that <see cref="ReceiveAsync"/> sees.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason, CancellationToken stop)
    {
        await _sending.WaitAsync(stop);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, stop);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Takes what is under way, so that the client reads our last words before the line is cut.</summary>
    public async Task DrainAsync(CancellationToken stop)
    {
        try
        {
            while (socket.State == WebSocketState.CloseSent && await ReceiveAsync(stop) is not null)
            {
                // Nobody wants it any more.
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // The client has gone without a word, or another receive is still waiting for it.
        }
    }
}
