using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Tracks;

/// <summary>What of a track's file a page can show: its cover and its sound, where the file is still there.</summary>
internal static class TrackFiles
{
    private const long PictureBytesMax = 8 << 20;

    /// <summary>What browsers play, and what they call it.</summary>
    private static readonly Dictionary<string, string> AudioTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".aac"] = "audio/aac",
        [".flac"] = "audio/flac",
        [".m4a"] = "audio/mp4",
        [".m4b"] = "audio/mp4",
        [".mp3"] = "audio/mpeg",
        [".oga"] = "audio/ogg",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".wav"] = "audio/wav",
        [".webm"] = "audio/webm",
    };

    /// <summary>Pictures that lie beside an album's files.</summary>
    private static readonly (string Name, string Type)[] FolderPictures =
    [
        ("cover.jpg", "image/jpeg"), ("folder.jpg", "image/jpeg"), ("front.jpg", "image/jpeg"),
        ("cover.png", "image/png"), ("folder.png", "image/png"), ("front.png", "image/png"),
    ];

    /// <summary>GET /v1/track/audio: the file itself, or the part of it that is asked for.</summary>
    public static Task AudioAsync(HttpContext context, ServerState state)
    {
        var track = TrackEndpoints.Demand(context, state);
        var file = DemandFile(track);
        if (!AudioTypes.TryGetValue(file.Extension, out var type))
        {
            throw new ProblemException(
                415, "no-preview", $"Browsers do not play {file.Extension} files: open {track.RefId} in a player.");
        }

        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.File(
            file.FullName,
            type,
            lastModified: file.LastWriteTimeUtc,
            enableRangeProcessing: true).ExecuteAsync(context);
    }

    /// <summary>GET /v1/track/cover: the picture in the file, or the one that lies beside it.</summary>
    public static async Task CoverAsync(HttpContext context, ServerState state)
    {
        var track = TrackEndpoints.Demand(context, state);
        var file = DemandFile(track);
        if (!state.Covers.TryFind(track, out var cover))
        {
            cover = await ReadCoverAsync(file, state, context.RequestAborted);
            state.Covers.Keep(track, cover);
        }

        if (cover is null)
        {
            throw ProblemException.NotFound($"cover of {track.RefId}");
        }

        context.Response.Headers.CacheControl = "private, max-age=3600";
        context.Response.ContentType = cover.Type;
        context.Response.ContentLength = cover.Bytes.Length;
        await context.Response.Body.WriteAsync(cover.Bytes, context.RequestAborted);
    }

    private static async Task<Cover?> ReadCoverAsync(
        FileInfo file, ServerState state, CancellationToken cancellation)
    {
        using var place = await state.Helping.EnterAsync(cancellation);
        var embedded = await Task.Run(
            () => CoverArt.Read(file.FullName, Limits.ForClips(state.Options), cancellation), cancellation);
        return embedded is null ? await BesideAsync(file) : new Cover(embedded, "image/jpeg");
    }

    private static FileInfo DemandFile(Track track)
    {
        if (track.Path is null)
        {
            throw new ProblemException(
                404, "no-file", $"{track.RefId} was stored without a file: its sound is not here.");
        }

        var file = new FileInfo(track.Path);
        return file.Exists && file.Length == track.FileSize
            ? file
            : throw new ProblemException(
                404, "no-file", $"The file of {track.RefId} is gone or has changed: store its folder again.");
    }

    private static async Task<Cover?> BesideAsync(FileInfo file)
    {
        foreach (var (name, type) in FolderPictures)
        {
            var picture = new FileInfo(Path.Combine(file.DirectoryName!, name));
            if (picture.Exists && picture.Length < PictureBytesMax)
            {
                return new Cover(await File.ReadAllBytesAsync(picture.FullName), type);
            }
        }

        return null;
    }
}
