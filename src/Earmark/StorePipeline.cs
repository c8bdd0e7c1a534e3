using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark;

/// <summary>
/// Reads many files at once and commits them in their order, so that equal folders make equal libraries.
/// </summary>
internal sealed class StorePipeline
{
    /// <summary>
    /// Files that may be read ahead of the one to be committed: one long file must not idle the rest. Their peaks wait
    /// in memory, 0.1 MB for a song and 2 MB for two hours.
    /// </summary>
    private const int ReadAhead = 64;

    private readonly TrackIndex _index;
    private readonly FingerprintProfile _profile;
    private readonly Lock _naming;

    /// <param name="naming">Held from choosing a track's name to storing it: no two stores choose the same.</param>
    public StorePipeline(TrackIndex index, FingerprintProfile profile, Lock naming)
    {
        _index = index;
        _profile = profile;
        _naming = naming;
    }

    /// <summary>Stores files; each result comes once it is durable. A bad file is a result, not an exception.</summary>
    /// <param name="refId">The name of a single file; null to choose one.</param>
    public async IAsyncEnumerable<StoreResult> Run(
        IReadOnlyList<FoundFile> files,
        string? refId,
        int threads,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var readings = Channel.CreateBounded<Task<Reading>>(ReadAhead);
        var reader = ReadAll(files, refId, threads, readings.Writer, stop.Token);
        var refIds = new RefIds(_index, files);
        try
        {
            await foreach (var reading in readings.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                var read = await reading.ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                yield return Commit(read, refId, refIds, cancellation);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAll(
        IReadOnlyList<FoundFile> files,
        string? refId,
        int threads,
        ChannelWriter<Task<Reading>> readings,
        CancellationToken stop)
    {
        using var slots = new SemaphoreSlim(threads);
        var running = new List<Task>();
        try
        {
            foreach (var file in files)
            {
                await slots.WaitAsync(stop).ConfigureAwait(false);
                var reading = Task.Run(() => ReadAndRelease(file, refId, slots, stop), CancellationToken.None);
                running.RemoveAll(task => task.IsCompleted);
                running.Add(reading);
                await readings.WriteAsync(reading, stop).ConfigureAwait(false);
            }

            readings.Complete();
        }
        catch (Exception e)
        {
            // Whatever it is, the one who reads the channel must learn of it, and must not wait for ever.
            readings.Complete(e);
        }
        finally
        {
            // Readers still hold slots, and FFmpeg processes: they end before this does.
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Reading ReadAndRelease(FoundFile file, string? refId, SemaphoreSlim slots, CancellationToken stop)
    {
        try
        {
            return Read(file, refId, stop);
        }
        finally
        {
            slots.Release();
        }
    }

    private Reading Read(FoundFile file, string? refId, CancellationToken stop)
    {
        var reading = new Reading(file);
        if (file.Fault is not null)
        {
            return reading with { Fault = file.Fault };
        }

        var info = new FileInfo(file.Path);
        try
        {
            reading = reading with { Size = info.Length, Modified = info.LastWriteTimeUtc.Ticks };
            var known = _index.FindByPath(file.Path);
            if (known is not null
                && known.FileSize == reading.Size
                && known.Modified == reading.Modified
                && (refId ?? known.RefId) == known.RefId)
            {
                return reading with { Known = known };
            }

            if (known is null
                && refId is null
                && MovedFile.FindByTime(_index, file, reading.Size, reading.Modified) is { } moved)
            {
                return reading with { Moved = moved };
            }

            using var audio = AudioStream.Open(file.Path, new AudioOptions { SampleRate = _profile.SampleRate }, stop);
            var hearing = Hearing.Of(audio, file.Path, _profile, extractor => extractor.FinishReference(), stop);
            var landmarkCount = LandmarkPairer.ReferenceLandmarks(hearing.Constellation, _profile).Length;
            return landmarkCount > 0
                ? reading with { Hearing = hearing, LandmarkCount = landmarkCount }
                : reading with { Fault = $"{file.Path} is silent or a single note; expected sound that changes." };
        }
        catch (Exception e) when (e is AudioException or IOException or UnauthorizedAccessException)
        {
            return reading with { Fault = e.Message };
        }
    }

    private StoreResult Commit(Reading reading, string? refId, RefIds refIds, CancellationToken stop)
    {
        var path = reading.File.Path;
        if (reading.Moved is { } moved)
        {
            if (Follow(reading, moved) is { } followed)
            {
                return followed;
            }

            // Another file of that name came first, or the track has gone: this is a file like others.
            reading = Read(reading.File, refId, stop);
        }

        if (reading.Known is { } known)
        {
            return Skipped(path, known, "unchanged");
        }

        if (reading.Hearing is not { } hearing)
        {
            return new StoreResult(path, null, StoreStatus.Failed, reading.Fault, TimeSpan.Zero, 0, []);
        }

        using var held = _naming.EnterScope();
        if (refId is null
            && MovedFile.FindBySound(
                _index, reading.File, reading.Size, hearing.Constellation) is { } copied
            && Follow(reading, copied) is { } result)
        {
            return result;
        }

        var name = refId ?? refIds.Of(reading.File);
        var isReplaced = _index.Find(name) is not null || _index.FindByPath(path) is not null;
        _index.Add(new NewTrack
        {
            RefId = name,
            Constellation = hearing.Constellation,
            Path = path,
            FileSize = reading.Size,
            Modified = reading.Modified,
            Title = hearing.Tags.Title,
            Artist = hearing.Tags.Artist,
            Album = hearing.Tags.Album,
            Duration = hearing.Duration,
        });
        var status = isReplaced ? StoreStatus.Replaced : StoreStatus.Stored;
        return new StoreResult(
            path, name, status, null, hearing.Duration, reading.LandmarkCount, hearing.Warnings);
    }

    /// <summary>Notes where the file of a track is now; null where the track has changed or has another file.</summary>
    private StoreResult? Follow(Reading reading, Track track) =>
        _index.Move(track, reading.File.Path, reading.Modified)
            ? Skipped(reading.File.Path, track, $"moved from {track.Path ?? "an unknown place"}")
            : null;

    private static StoreResult Skipped(string path, Track track, string reason) =>
        new(path, track.RefId, StoreStatus.Skipped, reason, track.Duration, track.LandmarkCount, []);

    /// <summary>
    /// One file, read: what was heard, or the track it already is, here or elsewhere, or why there is none of these.
    /// </summary>
    private sealed record Reading(FoundFile File)
    {
        public long Size { get; init; }

        public long Modified { get; init; }

        public Track? Known { get; init; }

        public Track? Moved { get; init; }

        public Hearing? Hearing { get; init; }

        public int LandmarkCount { get; init; }

        public string? Fault { get; init; }
    }
}
