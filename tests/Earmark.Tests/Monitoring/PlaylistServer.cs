using System.Net;
using System.Text;

namespace Earmark.Tests.Monitoring;

/// <summary>A web server with parts of a stream, and a live playlist that says what a script has.</summary>
/// <remarks>Each request of it gets the next answer of the script; then the last one again and again.</remarks>
internal sealed class PlaylistServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly Queue<byte[]?> _script;

    /// <param name="folder">Where the parts are.</param>
    /// <param name="script">Playlists, or null where the server says that there is none.</param>
    public PlaylistServer(string folder, IEnumerable<string?> script)
    {
        (_folder, _script) = (folder, new(script.Select(text => text is null ? null : Encoding.ASCII.GetBytes(text))));
        var port = FreePort.Next();
        Url = new Uri($"http://127.0.0.1:{port}/live.m3u8");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>A playlist of parts named part0.ts, part1.ts … of two seconds each.</summary>
    public static string Playlist(int first, int count, bool isComplete = false)
    {
        var parts = Enumerable.Range(first, count).Select(part => $"#EXTINF:2.0,\npart{part}.ts\n");
        return $"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:{first}\n"
            + string.Concat(parts) + (isComplete ? "#EXT-X-ENDLIST\n" : "");
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var isPlaylist = context.Request.Url!.AbsolutePath == Url.AbsolutePath;
                var body = isPlaylist
                    ? (_script.Count > 1 ? _script.Dequeue() : _script.Peek())
                    : await File.ReadAllBytesAsync(_folder + context.Request.Url.AbsolutePath);
                context.Response.StatusCode = body is null ? 404 : 200;
                context.Response.ContentType = isPlaylist ? "application/vnd.apple.mpegurl" : "video/mp2t";
                context.Response.ContentLength64 = body?.Length ?? 0;
                await context.Response.OutputStream.WriteAsync(body ?? []);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed, or its listener has gone.
        }
    }
}
