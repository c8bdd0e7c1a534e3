using System.Diagnostics;
using Earmark.Audio;
using Earmark.Server.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Earmark.Server.Http;

/// <summary>Turns whatever goes wrong in a request into a problem document: the one place that does.</summary>
internal static class Problems
{
    /// <summary>What the kinds of problem begin with.</summary>
    public const string TypePrefix = "urn:earmark:problem:";

    private const int ClientClosedRequest = 499;

    /// <summary>Runs the rest of the request.</summary>
    /// <param name="note">Is told what is our mistake, or the disk's; never what clients send.</param>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next, Action<string> note)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405 } response
                && response.ContentType is null)
            {
                var what = $"There is no {context.Request.Method} {context.Request.Path}; /docs lists what there is.";
                await WriteAsync(context, response.StatusCode == 404
                    ? new ProblemException(404, "not-found", what)
                    : new ProblemException(405, "method-not-allowed", what));
            }
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, ToProblem(exception, context, note));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone in the middle of its answer.
            context.Abort();
        }
    }

    /// <summary>Writes a problem document.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        var response = context.Response;
        response.Headers.Remove("ETag");
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = $"{seconds}";
        }

        return Reply.JsonAsync(
            context, ToLine(problem), ServerJson.Wire.ProblemLine, problem.Status, "application/problem+json");
    }

    /// <summary>A problem as the document that clients get.</summary>
    public static ProblemLine ToLine(ProblemException problem) => new(
        TypePrefix + problem.Type,
        ReasonPhrases.GetReasonPhrase(problem.Status) is { Length: > 0 } phrase ? phrase : problem.Type,
        problem.Status,
        problem.Message,
        problem.RetryAfter);

    /// <summary>What a client may know of an exception.</summary>
    public static ProblemException ToProblem(Exception exception, HttpContext context, Action<string> note)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem;
            case AudioException:
                return new ProblemException(422, "unreadable-audio", exception.Message);
            case BadHttpRequestException { StatusCode: 413 }:
                var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
                return new ProblemException(
                    413, "too-large", $"The body is larger than {limit} bytes; expected less: send a shorter clip.");
            case BadHttpRequestException bad:
                return new ProblemException(bad.StatusCode, "bad-request", $"{bad.Message.TrimEnd('.')}.");
            case InvalidDataException:
                return new ProblemException(400, "bad-request", $"{exception.Message.TrimEnd('.')}.");
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return new ProblemException(ClientClosedRequest, "client-closed-request", "The client has gone.");
            case OperationCanceledException:
                return new ProblemException(503, "stopping", "The server is stopping; try again.") { RetryAfter = 5 };
            case LibraryException:
                note(exception.Message);
                return new ProblemException(503, "library", exception.Message) { RetryAfter = 5 };
            case IOException when context.RequestAborted.IsCancellationRequested:
                return new ProblemException(ClientClosedRequest, "client-closed-request", "The client has gone.");
            default:
                var id = Activity.Current?.Id ?? context.TraceIdentifier;
                note($"{context.Request.Method} {context.Request.Path} failed ({id}): {exception}");
                return new ProblemException(
                    500, "internal", $"This should not have happened; the server's log says more under {id}.");
        }
    }
}
