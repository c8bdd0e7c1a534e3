using System.CommandLine;

namespace Earmark.Cli.Output;

/// <summary>
/// A file that an option asks for, written when the work is done: whole, or it stays what it was before.
/// </summary>
/// <param name="option">The option that names it.</param>
internal sealed class ResultFile(string option, string path)
{
    private const string TemporaryEnding = ".part";

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The file of an option; null where that is not given.</summary>
    public static ResultFile? Of(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } path
            ? new ResultFile(option.Name, GivenPath.Demand(path, option.Name))
            : null;

    /// <summary>Makes sure before the work that it can be written after it, and changes nothing.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public void Prepare() => Guard(option, path, () =>
    {
        var target = Target();
        if (Directory.Exists(target))
        {
            throw new IOException("it is a folder");
        }

        if (!IsStream(target))
        {
            File.Create(target + TemporaryEnding).Dispose();
            File.Delete(target + TemporaryEnding);
        }
    });

    /// <summary>Writes it.</summary>
    /// <param name="content">Makes what is in it.</param>
    /// <exception cref="UsageException">It cannot be written; nothing of it is left.</exception>
    public void Write(Func<byte[]> content)
    {
        var bytes = content();
        Guard(option, path, () =>
        {
            var target = Target();
            if (IsStream(target))
            {
                File.WriteAllBytes(target, bytes);
                return;
            }

            try
            {
                File.WriteAllBytes(target + TemporaryEnding, bytes);
                File.Move(target + TemporaryEnding, target, overwrite: true);
            }
            catch
            {
                File.Delete(target + TemporaryEnding);
                throw;
            }
        });
    }

    /// <summary>Runs what writes to a path, and says in a sentence why it could not.</summary>
    public static void Guard(string option, string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var cause = e switch
            {
                DirectoryNotFoundException => "its folder does not exist",
                UnauthorizedAccessException => "this user may not write there",
                _ when Failure.IsDiskFull(e) => "its disk is full",
                _ => e.Message.TrimEnd('.'),
            };
            throw new UsageException(
                $"{option} {path} cannot be written: {cause}; " +
                (Failure.IsDiskFull(e) ? "free some space, or name a place on another disk." : "name another place."));
        }
    }

    /// <summary>Through a link, not over it; of /dev/stdout the link itself, as a pipe has no name to go to.</summary>
    private string Target()
    {
        var name = System.IO.Path.GetFullPath(path);
        var isLink = new FileInfo(name).LinkTarget is not null;
        var end = isLink ? File.ResolveLinkTarget(name, returnFinalTarget: true)?.FullName ?? name : name;
        return File.Exists(name) && !File.Exists(end) ? name : end;
    }

    /// <summary>
    /// Whether it may be a pipe or a device, which have no length: that is written into, not replaced, and a reader
    /// would take an opening beforehand for the end.
    /// </summary>
    private static bool IsStream(string target) =>
        File.Exists(target) && (new FileInfo(target).LinkTarget is not null || new FileInfo(target).Length == 0);
}
