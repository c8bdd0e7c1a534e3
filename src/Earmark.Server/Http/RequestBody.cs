using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Earmark.Server.Http;

/// <summary>JSON that a client sends.</summary>
internal static class RequestBody
{
    private const int BytesMax = 8 << 20;

    /// <summary>Reads an object.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        // A page of another site can send JSON without asking only by calling it something else.
        if (!context.Request.HasJsonContentType())
        {
            throw new ProblemException(415, "not-json", "The body is not called JSON; expected application/json.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = BytesMax;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
                ?? throw new ProblemException(400, "bad-json", "The body is null; expected an object.");
        }
        catch (JsonException e)
        {
            throw new ProblemException(
                400, "bad-json", $"The body is not the JSON expected here (line {e.LineNumber + 1}): /docs shows it.");
        }
    }
}
