using System.Net.WebSockets;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Identify;

/// <summary>GET /v1/listen: a socket that takes samples as they are recorded, and answers once it is sure.</summary>
internal static class ListenEndpoint
{
    /// <summary>Listens until there is an answer, or the client has gone.</summary>
    /// <param name="stopping">The server is to end.</param>
    public static async Task ListenAsync(HttpContext context, ServerState state, CancellationToken stopping)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw new ProblemException(
                426, "not-a-socket", "This is a WebSocket: connect with ws:// or wss://, as /docs shows.");
        }

        try
        {
            if (state.Listeners.Increment() > state.Options.MaxListeners)
            {
                state.Metrics.CountRefusal("overloaded");
                throw new ProblemException(503, "overloaded", "Too many microphones are listened to; try again soon.")
                {
                    RetryAfter = 5,
                };
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            using var socket = new ListenSocket(await context.WebSockets.AcceptWebSocketAsync());
            var session = new ListenSession(socket, state);
            try
            {
                await session.RunAsync(context, end.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has gone, or the server is going: nobody is left to tell.
            }
        }
        finally
        {
            state.Listeners.Decrement();
        }
    }
}
