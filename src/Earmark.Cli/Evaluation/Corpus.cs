using Earmark.Cli.Degrading;
using Earmark.Cli.Output;
using Earmark.Indexing;

namespace Earmark.Cli.Evaluation;

/// <summary>What clips are cut from, and the library to ask: a temporary one where tracks are left out.</summary>
/// <param name="Library">The caller closes it.</param>
/// <param name="Recordings">Tracks whose files are there, known or not, by ref id; then foreign recordings.</param>
/// <param name="Unknown">Ref ids of the tracks that the library does not have.</param>
internal sealed record Corpus(
    Library Library, IReadOnlyList<Recording> Recordings, IReadOnlySet<string> Unknown, IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>Makes it of a stored library, or of a folder of audio, which is stored first.</summary>
    /// <param name="scratch">An empty folder for the libraries it makes.</param>
    /// <exception cref="UsageException">There is nothing to ask about.</exception>
    public static async Task<Corpus> PrepareAsync(
        string source,
        string scratch,
        EvaluationOptions options,
        IProgress<EvaluationProgress> progress,
        CancellationToken ct)
    {
        var leftOut = new List<LeftOut>();
        var isLibrary = TrackIndex.ReadProfileId(source) is not null;
        if (!isLibrary && !Directory.Exists(source))
        {
            throw new UsageException(
                $"{source} is neither a library nor a folder; expected one of them: `earmark store` makes libraries.");
        }

        var foreign = DrawForeign(options, progress, ct);
        var stored = isLibrary ? source : Path.Combine(scratch, "all");
        if (!isLibrary)
        {
            await StoreAsync(source, stored, options.Threads, leftOut, progress, ct);
        }

        using var all = Library.Open(stored, new LibraryOptions { ReadOnly = true });
        var tracks = Tracks(all, source, isLibrary);
        var unknown = Draw.Unknown(tracks, options.UnknownShare, options.Seed);
        var asked = stored;
        if (unknown.Count > 0)
        {
            progress.Report(new EvaluationProgress("leaving out tracks", 0, 0));
            asked = Path.Combine(scratch, "known");
            all.CopyTo(asked, track => !unknown.Contains(track.RefId), ct);
        }

        var usable = tracks
            .Where(track => !options.OnlyUnknown || unknown.Contains(track.RefId))
            .Where(track => IsUsable(track, leftOut))
            .Select(track => new Recording(
                track.RefId,
                track.Path!,
                track.Duration,
                unknown.Contains(track.RefId) ? Recording.LeftOut : Recording.Known));
        IReadOnlyList<Recording> recordings = [.. usable, .. foreign];
        return new Corpus(
            Library.Open(asked, new LibraryOptions { ReadOnly = true }), recordings, unknown, leftOut);
    }

    private static IReadOnlyList<Recording> DrawForeign(
        EvaluationOptions options, IProgress<EvaluationProgress> progress, CancellationToken ct)
    {
        if (options.Foreign is not { } folder)
        {
            return [];
        }

        var drawn = ForeignFolder.Draw(folder, options.ClipCount, options.Seed, options.Threads, progress, ct);
        return drawn.Count > 0
            ? drawn
            : throw new UsageException($"--foreign {folder} holds no recording; expected a folder with sounds in it.");
    }

    private static List<Track> Tracks(Library all, string source, bool isLibrary)
    {
        var tracks = all.Tracks().ToList();
        if (tracks.Count == 0)
        {
            var remedy = isLibrary ? "`earmark store` adds some" : "expected one with music in it";
            throw new UsageException($"{source} holds no track that can be read; {remedy}.");
        }

        return tracks;
    }

    private static async Task StoreAsync(
        string folder,
        string target,
        int threads,
        List<LeftOut> leftOut,
        IProgress<EvaluationProgress> progress,
        CancellationToken ct)
    {
        using var library = Library.Open(target);
        var files = new StoreWatch(progress);
        await foreach (var result in library.StoreAllAsync(
            [folder], new StoreOptions { Threads = threads }, files, ct))
        {
            if (result.Status == StoreStatus.Failed)
            {
                leftOut.Add(new LeftOut(result.Path, result.Reason ?? ""));
            }
        }
    }

    /// <summary>Whether the file of a stored track is still there, and still the same.</summary>
    private static bool IsUsable(Track track, List<LeftOut> leftOut)
    {
        var file = track.Path is { } path ? new FileInfo(path) : null;
        if (file is { Exists: true } && (track.FileSize == 0 || file.Length == track.FileSize))
        {
            return true;
        }

        leftOut.Add(new LeftOut(
            track.Path ?? track.RefId,
            file is not { Exists: true }
                ? $"{track.Path ?? track.RefId} has gone; clips are cut from files."
                : $"{file.FullName} has changed since it was stored; `earmark store` takes it up."));
        return false;
    }

    private sealed class StoreWatch(IProgress<EvaluationProgress> progress) : IProgress<StoreProgress>
    {
        /// <inheritdoc/>
        public void Report(StoreProgress value) =>
            progress.Report(new EvaluationProgress("storing files", value.FilesDone, value.FilesTotal));
    }
}
