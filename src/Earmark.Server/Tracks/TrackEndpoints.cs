using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Tracks;

/// <summary>The tracks of the library: found, added, edited, deleted.</summary>
internal static class TrackEndpoints
{
    private const int PageDefault = 100;
    private const int PageMax = 1000;
    private const int TagLengthMax = 500;

    /// <summary>GET /v1/tracks: tracks by ref id, those that a search names, page by page.</summary>
    public static Task ListAsync(HttpContext context, ServerState state)
    {
        var limit = RequestValues.Number(context.Request, "limit", PageDefault, 1, PageMax);
        var after = RequestValues.Text(context.Request, "after");
        var words = (RequestValues.Text(context.Request, "search", 200) ?? "").Split(
            ' ', StringSplitOptions.RemoveEmptyEntries);
        var found = state.Library.Tracks(after)
            .TakeWhile(_ => !context.RequestAborted.IsCancellationRequested)
            .Where(track => Array.TrueForAll(words, word => Has(track, word)))
            .Take(limit + 1)
            .ToList();
        var page = found.Take(limit).Select(Map.ToLine).ToList();
        var next = found.Count > limit ? page[^1].RefId : null;
        var line = new TrackPageLine(page, state.Library.TrackCount, next);
        return Reply.JsonAsync(context, line, ServerJson.Wire.TrackPageLine);
    }

    /// <summary>GET /v1/track.</summary>
    public static Task GetAsync(HttpContext context, ServerState state) =>
        Reply.JsonAsync(context, Map.ToLine(Demand(context, state)), ServerJson.Wire.TrackLine);

    /// <summary>POST /v1/tracks: stores the recording in the body.</summary>
    public static async Task AddAsync(HttpContext context, ServerState state)
    {
        DemandWritable(state);
        var request = context.Request;
        var refId = RequestValues.Text(request, "ref_id");
        var tags = new AudioTags(
            RequestValues.Text(request, "title", TagLengthMax),
            RequestValues.Text(request, "artist", TagLengthMax),
            RequestValues.Text(request, "album", TagLengthMax));
        await using var upload = await Upload.ReadAsync(context);
        refId ??= Path.GetFileNameWithoutExtension(upload.Name);
        if (!RequestValues.Flag(request, "replace") && state.Library.Find(refId) is not null)
        {
            throw new ProblemException(
                409, "exists", $"There is a track {refId} already: give another ref_id, or replace=true.");
        }

        using var place = await state.Storing.EnterAsync(context.RequestAborted);
        var result = await state.Writer.WriteAsync(library => library.StoreAsync(
            upload.Content,
            upload.Name,
            refId,
            tags == new AudioTags() ? null : tags,
            Limits.ForTracks(state.Options),
            context.RequestAborted));
        context.Response.Headers.Location = $"/v1/track?ref_id={Uri.EscapeDataString(refId)}";
        await Reply.JsonAsync(context, Map.ToLine(result), ServerJson.Wire.StoreLine, 201);
    }

    /// <summary>PATCH /v1/track: says by what a track is known.</summary>
    public static async Task EditAsync(HttpContext context, ServerState state)
    {
        DemandWritable(state);
        var track = Demand(context, state);
        var line = await RequestBody.ReadAsync(context, ServerJson.Wire.TagsLine);
        var tags = new AudioTags(Tag(line.Title), Tag(line.Artist), Tag(line.Album));
        await state.Writer.WriteAsync(library => Task.FromResult(library.Edit(track.RefId, tags)));
        await GetAsync(context, state);
    }

    /// <summary>DELETE /v1/track.</summary>
    public static async Task DeleteAsync(HttpContext context, ServerState state)
    {
        DemandWritable(state);
        var refId = Demand(context, state).RefId;
        await state.Writer.WriteAsync(library => Task.FromResult(library.Delete(refId)));
        await Reply.NothingAsync(context);
    }

    /// <summary>The track that a request names.</summary>
    public static Track Demand(HttpContext context, ServerState state)
    {
        var refId = RequestValues.DemandText(context.Request, "ref_id");
        return state.Library.Find(refId) ?? throw ProblemException.NotFound($"track {refId}");
    }

    /// <summary>Refuses to change anything where that was ruled out.</summary>
    public static void DemandWritable(ServerState state)
    {
        if (state.Options.ReadOnly)
        {
            throw new ProblemException(403, "read-only", "This server only answers: it was started with --read-only.");
        }
    }

    private static bool Has(Track track, string word) =>
        Has(track.RefId, word) || Has(track.Title, word) || Has(track.Artist, word) || Has(track.Album, word);

    private static bool Has(string? text, string word) =>
        text?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false;

    private static string? Tag(string? text)
    {
        text = text?.Trim();
        return string.IsNullOrEmpty(text) ? null
            : text.Length <= TagLengthMax && !text.Contains('\0') ? text
            : throw new ProblemException(
                400, "bad-parameter", $"A tag has at most {TagLengthMax} characters, none NUL.");
    }
}
