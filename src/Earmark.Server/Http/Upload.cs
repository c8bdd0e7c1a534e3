using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IO;
using Microsoft.Net.Http.Headers;

namespace Earmark.Server.Http;

/// <summary>A recording that a client has sent: all of it is here before anything is done about it.</summary>
/// <remarks>
/// So a client that sends slowly keeps nobody else waiting. Short ones stay in memory while there is room for them; the
/// others are in a temporary file that has no name any more where the system allows it, and is gone with this process
/// whatever ends that.
/// </remarks>
internal sealed class Upload : IAsyncDisposable
{
    /// <summary>What all uploads together may have in memory, about, and one of them, in bytes.</summary>
    internal const int RoomBytes = 64 << 20;
    private const int MemoryBytesMax = 2 << 20;

    private const int BlockBytes = 64 << 10;
    private const int NameLengthMax = 200;
    private const int BoundaryLengthMax = 200;

    /// <summary>Blocks that all uploads share.</summary>
    internal static readonly RecyclableMemoryStreamManager Memory = new(new RecyclableMemoryStreamManager.Options
    {
        BlockSize = BlockBytes,
        MaximumSmallPoolFreeBytes = RoomBytes,
    });

    private Upload(Stream content, string name)
    {
        Content = content;
        Name = name;
    }

    /// <summary>The bytes, from the first on.</summary>
    public Stream Content { get; }

    /// <summary>What the client calls it, on one line; "upload" where it does not say.</summary>
    public string Name { get; }

    /// <summary>Reads the body: a recording as it is, or the first file of a form.</summary>
    public static async Task<Upload> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var given = request.Query["name"].LastOrDefault();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return await CopyAsync(request.Body, request.ContentLength, given, context.RequestAborted);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > BoundaryLengthMax)
        {
            throw new ProblemException(400, "bad-request", "The form has no boundary; expected multipart/form-data.");
        }

        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                    && disposition.IsFileDisposition())
                {
                    var name = disposition.FileNameStar.Value ?? disposition.FileName.Value;
                    return await CopyAsync(section.Body, null, given ?? name, context.RequestAborted);
                }
            }
        }
        catch (IOException e) when (e is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(400, "bad-request", "The form ends before its last part does: send all of it.");
        }

        throw new ProblemException(
            400, "no-file", "There is no file in the form; expected one, such as file=@clip.mp3.");
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static async Task<Upload> CopyAsync(
        Stream body, long? length, string? name, CancellationToken cancellation)
    {
        Stream content = HasRoom(length ?? 0) ? Memory.GetStream() : TemporaryFile();
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, cancellation)) > 0)
            {
                if (content is RecyclableMemoryStream memory && !HasRoom(memory.Length + count))
                {
                    content = TemporaryFile();
                    await using (memory)
                    {
                        memory.WriteTo(content);
                    }
                }

                await content.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }

            if (content.Length == 0)
            {
                throw new ProblemException(400, "no-body", "The body is empty; expected a recording.");
            }

            content.Position = 0;
            return new Upload(content, Printable(name));
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether an upload of so many bytes may be in memory.</summary>
    private static bool HasRoom(long length) => length <= MemoryBytesMax && Memory.SmallPoolInUseSize < RoomBytes;

    private static FileStream TemporaryFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"earmark-upload-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }

    private static string Printable(string? name)
    {
        name = name?.Split('/', '\\')[^1];
        return string.IsNullOrWhiteSpace(name)
            ? "upload"
            : new string([.. name.Take(NameLengthMax).Select(c => char.IsControl(c) ? '?' : c)]);
    }
}
