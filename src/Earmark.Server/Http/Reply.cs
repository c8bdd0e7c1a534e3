using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Http;

/// <summary>Answers to requests.</summary>
internal static class Reply
{
    /// <summary>Writes JSON.</summary>
    public static async Task JsonAsync<T>(
        HttpContext context,
        T value,
        JsonTypeInfo<T> type,
        int status = 200,
        string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        await BytesAsync(context, JsonSerializer.SerializeToUtf8Bytes(value, type), contentType);
    }

    /// <summary>Writes what is ready to be sent.</summary>
    public static async Task BytesAsync(HttpContext context, byte[] bytes, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (!context.Response.Headers.ContainsKey("Cache-Control"))
        {
            context.Response.Headers.CacheControl = "no-store";
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    /// <summary>Done, and nothing to say.</summary>
    public static Task NothingAsync(HttpContext context)
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }
}
