using System.Runtime.CompilerServices;
using Earmark.Indexing;

namespace Earmark;

/// <content>Tracks on their way out and in: to a file and from it, and from library to library.</content>
public sealed partial class Library
{
    /// <summary>
    /// Writes tracks to a stream, without their sound, for another library to import; as of one commit, whatever is
    /// stored meanwhile.
    /// </summary>
    /// <remarks>
    /// The tracks come by ref id, so that libraries of the same tracks give the same bytes. The stream need not seek.
    /// Its own exceptions are passed on. The format: docs/export-format.md.
    /// </remarks>
    /// <param name="refIds">The tracks; null for all.</param>
    /// <exception cref="LibraryException">There is no track of such a ref id, or the library is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was written is no whole export.</exception>
    public Task<ExportSummary> ExportAsync(
        Stream stream,
        IEnumerable<string>? refIds = null,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Task.Run(() => Export(stream, refIds, progress, cancellation), cancellation);
    }

    /// <summary>Writes tracks to a file, as to a stream.</summary>
    /// <remarks>
    /// The file appears under its name once it is whole and durable; until then, and after any failure, what was there
    /// stays. Another export may be replaced so, but no other file.
    /// </remarks>
    /// <inheritdoc cref="ExportAsync(Stream, IEnumerable{string}?, IProgress{TransferProgress}?, CancellationToken)"/>
    public Task<ExportSummary> ExportAsync(
        string path,
        IEnumerable<string>? refIds = null,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Task.Run(
            () => ExportFile.Write(path, stream => Export(stream, refIds, progress, cancellation)), cancellation);
    }

    /// <summary>Takes the tracks of an export into this library.</summary>
    /// <remarks>
    /// One result per track, in order, once it is durable. A track whose fingerprint is here under its ref id is
    /// unchanged: what was interrupted goes on when it is run again. Tracks that are whole are taken also out of a
    /// damaged export; the exception comes after them.
    /// </remarks>
    /// <exception cref="LibraryException">
    /// The export is of another profile, cut off or damaged, a conflict should end the import, or this library cannot
    /// be written. What was returned before is stored.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was returned before is stored.</exception>
    public async IAsyncEnumerable<ImportResult> ImportAsync(
        LibraryExport export,
        ImportOptions? options = null,
        IProgress<TransferProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        DemandProfile($"The export {export.Name}", export.ProfileId);
        await foreach (var result in
            TakeAllAsync(Tracks(), options, () => export.Share, progress, cancellation).ConfigureAwait(false))
        {
            yield return result;
        }

        if (export.Fault is { } fault)
        {
            throw new LibraryException(
                $"{export.Name} {fault}: all that is whole was taken in; " +
                "get an undamaged copy and import that as well, it adds what is missing.");
        }

        IEnumerable<PackedTrack> Tracks()
        {
            while (export.Reader.Read(Profile) is { } track)
            {
                yield return track;
            }
        }
    }

    /// <summary>Takes the tracks of another library into this one, as of one commit of it.</summary>
    /// <inheritdoc cref="ImportAsync"/>
    public async IAsyncEnumerable<ImportResult> MergeAsync(
        Library source,
        ImportOptions? options = null,
        IProgress<TransferProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        DemandProfile($"The library {source._index.Folder}", source.Profile.Id);
        using var stored = source._index.OpenStored();
        var taken = 0;
        await foreach (var result in
            TakeAllAsync(Tracks(), options, Share, progress, cancellation).ConfigureAwait(false))
        {
            yield return result;
        }

        double? Share() => (double)taken / Math.Max(1, stored.Count);

        IEnumerable<PackedTrack> Tracks()
        {
            foreach (var track in stored.All())
            {
                yield return stored.Pack(track);
                taken++;
            }
        }
    }

    /// <summary>
    /// Adds tracks of this library to the one in another folder, which is made where there is none; their files are
    /// not read again. What the other has under their ref ids is replaced.
    /// </summary>
    /// <returns>How many tracks those are.</returns>
    /// <exception cref="ArgumentException">The folder is this library's own.</exception>
    /// <exception cref="LibraryException">The other library has another profile, or cannot be written.</exception>
    public int CopyTo(string folder, Func<Track, bool> includes, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(includes);
        if (IsSame(LibraryHomes.Of(folder).NameOf(folder), _index.Folder))
        {
            throw new ArgumentException($"{folder} is this library itself; give another folder.", nameof(folder));
        }

        using var other = Open(folder, new LibraryOptions { Profile = Profile });
        using var stored = _index.OpenStored();
        using var intake = new TrackIntake(other._index, other._naming, ConflictRule.Replace, isLarge: true);
        var count = 0;
        foreach (var track in stored.All().Where(includes))
        {
            cancellation.ThrowIfCancellationRequested();
            intake.Take(stored.Pack(track));
            count++;
        }

        intake.Commit();
        other._index.Settle(cancellation);
        return count;

        static bool IsSame(string a, string b) =>
            Path.TrimEndingDirectorySeparator(a) == Path.TrimEndingDirectorySeparator(b);
    }

    private ExportSummary Export(
        Stream stream,
        IEnumerable<string>? refIds,
        IProgress<TransferProgress>? progress,
        CancellationToken cancellation)
    {
        using var stored = _index.OpenStored();
        var chosen = refIds is null ? null : stored.Named(refIds);
        var total = chosen?.Count ?? stored.Count;
        var writer = new ExportWriter(stream, Profile.Id);
        var duration = TimeSpan.Zero;
        foreach (var track in chosen ?? stored.All())
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(stored.Pack(track));
            duration += track.Duration;
            progress?.Report(new TransferProgress(writer.TrackCount, (double)writer.TrackCount / total));
        }

        writer.Finish();
        return new ExportSummary(writer.TrackCount, duration, writer.Position);
    }

    private async IAsyncEnumerable<ImportResult> TakeAllAsync(
        IEnumerable<PackedTrack> tracks,
        ImportOptions? options,
        Func<double?> share,
        IProgress<TransferProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var intake = new TrackIntake(_index, _naming, (options ?? new ImportOptions()).OnConflict);
        using var source = tracks.GetEnumerator();
        var (count, isAtEnd) = (0L, false);
        while (!isAtEnd && intake.Refusal is null)
        {
            foreach (var result in await Task.Run(Advance, cancellation).ConfigureAwait(false))
            {
                yield return result;
            }
        }

        if (intake.Refusal is { } refusal)
        {
            throw new LibraryException(
                $"{refusal}: delete that one, or have such tracks skipped or replaced; " +
                "what came before is stored.");
        }

        _index.Settle(cancellation);

        IReadOnlyList<ImportResult> Advance()
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!source.MoveNext())
                {
                    isAtEnd = true;
                    return intake.Commit();
                }

                progress?.Report(new TransferProgress(++count, share()));
                var done = intake.Take(source.Current);
                if (done.Count > 0 || intake.Refusal is not null)
                {
                    return done;
                }
            }
        }
    }

    private void DemandProfile(string what, string profileId)
    {
        if (profileId != Profile.Id)
        {
            throw new LibraryException(
                $"{what} is of profile {profileId}, the library {_index.Folder} of {Profile.Id}: " +
                "take it into a library of its own profile, or a new one.");
        }
    }
}
