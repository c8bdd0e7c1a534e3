using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server;

/// <summary>The page and all it is made of, out of this assembly: no folder to lose, nothing from elsewhere.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "wwwroot/";

    private readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    public PageFiles()
    {
        var assembly = typeof(PageFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            var path = name == "openapi.json" ? "/v1/openapi.json"
                : name.StartsWith(Prefix, StringComparison.Ordinal) ? "/" + name[Prefix.Length..].Replace('\\', '/')
                : null;
            if (path is not null)
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                var tag = Convert.ToHexString(SHA256.HashData(bytes), 0, 8);
                _files[path] = new PageFile(bytes, TypeOf(path), $"\"{tag}\"");
            }
        }
    }

    /// <summary>Paths that are served.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <summary>Sends a file, or says that the browser has it already.</summary>
    public async Task SendAsync(HttpContext context, string path)
    {
        var file = _files[path];
        var response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = 304;
            return;
        }

        response.ContentType = file.Type;
        response.ContentLength = file.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(file.Bytes, context.RequestAborted);
        }
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        ".webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    };

    private sealed record PageFile(byte[] Bytes, string Type, string Tag);
}
