using System.Net.Mime;
using System.Text;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Earmark.Server.Jobs;

/// <summary>GET /v1/jobs/{id}/result: what a job has found.</summary>
internal static class ResultEndpoint
{
    /// <summary>Sends it as JSON, as a table, or as what players and editors read.</summary>
    public static Task GetAsync(HttpContext context, ServerState state)
    {
        var format = RequestValues.Text(context.Request, "format") ?? "json";
        var job = JobEndpoints.Demand(context, state);
        var line = job.Line;
        if (job.Result is not { } result)
        {
            throw new ProblemException(
                409, "no-result", line.Kind == "store"
                    ? "A store has no result; what could not be stored is listed with the job."
                    : $"The job is {line.Status} and has found nothing yet; follow /v1/jobs/{line.Id}/events.");
        }

        return format switch
        {
            "json" => SendAsync(context, result.Json, MediaTypeNames.Application.Json, null),
            "csv" => SendAsync(
                context, Spreadsheet.Bytes(result.Header, result.Rows), "text/csv; charset=utf-8", FileName("csv")),
            "cue" => SendListAsync(TracklistKind.Cue, "application/x-cue", "cue"),
            "labels" => SendListAsync(TracklistKind.Labels, "text/plain; charset=utf-8", "labels.txt"),
            "text" => SendListAsync(TracklistKind.Text, "text/plain; charset=utf-8", "txt"),
            _ => throw ProblemException.BadParameter(
                "format", RequestValues.Shown(format), "json or csv, and of a tracklist cue, labels or text"),
        };

        Task SendListAsync(TracklistKind kind, string type, string extension)
        {
            var list = result.Tracklist ?? throw ProblemException.BadParameter(
                "format", format, $"json or csv: a job of kind {line.Kind} is no tracklist");
            var text = string.Concat(list.Lines(kind).Select(row => row + "\n"));
            return SendAsync(context, Encoding.UTF8.GetBytes(text), type, FileName(extension));
        }

        string FileName(string extension)
        {
            var name = line.Paths.Count > 0 ? Path.GetFileNameWithoutExtension(line.Paths[0]) : "earmark";
            return $"{name}.{extension}";
        }
    }

    /// <param name="fileName">What browsers save it as; null for what they show.</param>
    private static Task SendAsync(HttpContext context, byte[] bytes, string type, string? fileName)
    {
        if (fileName is not null)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(fileName);
            context.Response.Headers.ContentDisposition = disposition.ToString();
        }

        return Reply.BytesAsync(context, bytes, type);
    }
}
