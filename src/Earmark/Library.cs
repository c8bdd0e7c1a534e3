using System.Diagnostics;
using System.Runtime.CompilerServices;
using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Spectral;

namespace Earmark;

/// <summary>A library of recordings that can name any clip of them.</summary>
/// <remarks>
/// <code>
/// using var library = Library.Open("music");
/// await library.StoreAsync("album/01.flac");
/// var answer = await library.QueryAsync("clip.wav");
/// Console.WriteLine(answer.Best is { } m
///     ? $"{m.Track.Title ?? m.Track.RefId} at {m.Offset:0.00} s"
///     : "not in this library");
/// </code>
/// Any number of threads may use an instance. One process at a time may hold a library open for writing; any number
/// may hold it read-only beside.
/// </remarks>
public sealed partial class Library : IDisposable
{
    private const int AttemptMax = 5;

    private readonly TrackIndex _index;
    private readonly Lock _naming = new();

    private Library(TrackIndex index, FingerprintProfile profile)
    {
        _index = index;
        Profile = profile;
    }

    /// <summary>Where it lies: the full path of its folder, or its address without secrets.</summary>
    public string Name => _index.Folder;

    /// <summary>What its fingerprints were made with.</summary>
    public FingerprintProfile Profile { get; }

    /// <summary>Opens the library in a folder; where there is none, makes one unless told otherwise.</summary>
    /// <exception cref="LibraryException">
    /// It does not exist, is of another profile or a newer version, is damaged, or another process is storing to it.
    /// </exception>
    public static Library Open(string folder, LibraryOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new LibraryOptions();

        var id = TrackIndex.ReadProfileId(folder);
        var own = FingerprintProfile.Known.FirstOrDefault(known => known.Id == id);
        var profile = options.Profile ?? own ?? FingerprintProfile.Full;
        profile.Validate();
        var access = options.ReadOnly ? IndexAccess.Read
            : options.MustExist ? IndexAccess.Write
            : IndexAccess.Create;
        var index = TrackIndex.Open(
            folder,
            profile,
            constellation => LandmarkPairer.ReferenceLandmarks(constellation, profile),
            access,
            options.Index);
        return new Library(index, profile);
    }

    /// <summary>The <see cref="Name"/> that the library at an address has, whether there is one or not.</summary>
    /// <exception cref="LibraryException">It is of a kind that this program does not know.</exception>
    public static string NameOf(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return LibraryHomes.Of(folder).NameOf(folder);
    }

    /// <summary>Reads all of a library and holds each part against its checksum and against the others.</summary>
    /// <remarks>
    /// Only reads, beside any number of others, unless <see cref="InspectionOptions.Mend"/> is set. Takes memory for
    /// the largest track and 16 bytes for each track of a segment.
    /// </remarks>
    /// <exception cref="LibraryException">
    /// There is no library, or it is of a newer version, or it is to be mended while another process is storing to it.
    /// </exception>
    public static Inspection Inspect(
        string folder,
        InspectionOptions? options = null,
        IProgress<InspectionProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new InspectionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        return TrackIndex.Inspect(
            folder, KnownProfile, LandmarkPairer.ReferenceLandmarks, options, progress, cancellation);

        FingerprintProfile KnownProfile(string id) =>
            FingerprintProfile.Known.FirstOrDefault(known => known.Id == id) ?? throw new LibraryException(
                $"The library {folder} was made with profile {id}, which this program does not know: " +
                "use the Earmark that made it.");
    }

    /// <summary>
    /// Stores one file; durable once the task is done. An unchanged file is skipped, a changed one replaced.
    /// </summary>
    /// <param name="refId">Its name in the library; null for its file name where that is unique, else its path.</param>
    /// <exception cref="AudioException">The file is no audio that can be read.</exception>
    public async Task<StoreResult> StoreAsync(
        string path, string? refId = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        var fault = File.Exists(path) ? null : $"{path} is not a file that exists; expected a recording.";
        var file = new FoundFile(path, Path.GetDirectoryName(path) ?? path, fault);
        var results = new StorePipeline(_index, Profile, _naming).Run([file], refId, threads: 1, cancellation);
        var result = await results.FirstAsync(cancellation).ConfigureAwait(false);
        return result.Status != StoreStatus.Failed ? result : throw new AudioException(result.Reason ?? "");
    }

    /// <summary>Stores files and folders, with all folders in them, in parallel.</summary>
    /// <remarks>
    /// One result per file, in order, once it is durable. Bad files are results too; only a library that cannot be
    /// written ends the store, with a <see cref="LibraryException"/>.
    /// </remarks>
    /// <exception cref="OperationCanceledException">Cancelled; what was returned before is stored.</exception>
    public async IAsyncEnumerable<StoreResult> StoreAllAsync(
        IEnumerable<string> paths,
        StoreOptions? options = null,
        IProgress<StoreProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var threads = (options ?? new StoreOptions()).Threads;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(options));

        var files = AudioFiles.Find(paths);
        var (done, audio) = (0, TimeSpan.Zero);
        progress?.Report(new StoreProgress(done, files.Count, audio));
        var results = new StorePipeline(_index, Profile, _naming).Run(files, refId: null, threads, cancellation);
        await foreach (var result in results.ConfigureAwait(false))
        {
            audio += result.Duration;
            progress?.Report(new StoreProgress(++done, files.Count, audio));
            yield return result;
        }

        _index.Settle(cancellation);
    }

    /// <summary>Names the recording that a file is a clip of.</summary>
    /// <exception cref="AudioException">The file is no audio that can be read.</exception>
    public Task<QueryAnswer> QueryAsync(
        string path, QueryOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new QueryOptions();
        if (options.Pcm is not null)
        {
            return QueryFileAsPcm(path, options, cancellation);
        }

        AudioStream OpenFile(AudioOptions audio) => AudioStream.Open(path, audio, cancellation);
        return Task.Run(() => Query(path, options, OpenFile, cancellation), cancellation);
    }

    /// <summary>Names the recording that a stream is a clip of.</summary>
    /// <param name="name">What to call it in the answer and in messages.</param>
    /// <exception cref="AudioException">The stream is no audio that can be read.</exception>
    public Task<QueryAnswer> QueryAsync(
        Stream stream, string name, QueryOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new QueryOptions();
        AudioStream OpenStream(AudioOptions audio) => options.Pcm is { } pcm
            ? AudioStream.OpenPcm(stream, pcm, audio)
            : AudioStream.Open(stream, name, audio, cancellation);
        return Task.Run(() => Query(name, options, OpenStream, cancellation), cancellation);
    }

    /// <summary>Removes a track; false where there is none of that ref id. Durable on return.</summary>
    public bool Delete(string refId) => _index.Delete(refId);

    /// <summary>
    /// Makes the library as small as it can be: one segment of all tracks, or as few as
    /// <see cref="IndexOptions.LargestSegment"/> allows, without what was deleted or replaced, and a catalogue without
    /// gaps. Others may store and search meanwhile.
    /// </summary>
    /// <param name="progress">Is told the share that is done, 0 … 1, now and then.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the library is as good as before.</exception>
    public void Compact(IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        _index.Compact(progress is null ? null : share => progress.Report(share), cancellation);

    /// <summary>Removes all tracks, and returns how many there were. Durable on return.</summary>
    public int Clear() => _index.Clear();

    /// <summary>How many tracks there are.</summary>
    public int TrackCount => _index.TrackCount;

    /// <summary>All tracks, by ref id.</summary>
    /// <param name="after">Begin behind this ref id, whether there is such a track or not; null for the first.</param>
    public IEnumerable<Track> Tracks(string? after = null) => _index.Tracks(after);

    /// <summary>The track with that ref id, or null.</summary>
    public Track? Find(string refId) => _index.Find(refId);

    /// <summary>
    /// Says by which title, artist and album a track is known; false where there is none of that ref id. Durable on
    /// return. Its fingerprint stays; storing a file that has changed reads its tags again.
    /// </summary>
    public bool Edit(string refId, AudioTags tags) => _index.Edit(refId, tags);

    /// <summary>How large the library is.</summary>
    public IndexStatistics Statistics() => _index.Statistics();

    /// <summary>Closes the library.</summary>
    public void Dispose() => _index.Dispose();

    private async Task<QueryAnswer> QueryFileAsPcm(string path, QueryOptions options, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await QueryAsync(file, path, options, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException($"{path} cannot be read ({e.Message}); expected a file of raw samples.", e);
        }
    }

    private QueryAnswer Query(
        string name, QueryOptions options, Func<AudioOptions, AudioStream> open, CancellationToken cancellation)
    {
        var total = Stopwatch.StartNew();
        using var audio = open(ForListening(options));
        var opening = total.Elapsed;
        var contrast = new ContrastRecord(Profile);
        var hearing = Hearing.Of(audio, name, Profile, extractor => extractor.FinishQuery(), cancellation, contrast);
        var observation = new Observation(hearing.Constellation, contrast);

        var searching = Stopwatch.StartNew();
        var (decision, network) = Identify(observation, options.Match, cancellation);
        var seconds = new QueryTimes(
            (opening + hearing.DecodeTime).TotalSeconds,
            hearing.FingerprintTime.TotalSeconds,
            searching.Elapsed.TotalSeconds,
            total.Elapsed.TotalSeconds);
        var isSilent = hearing.Constellation.Peaks.Count == 0;
        var warnings = isSilent ? hearing.Warnings.Append($"{name} is silent.") : hearing.Warnings;
        return new QueryAnswer(name, hearing.Duration, decision, seconds, [.. warnings])
        {
            Heard = hearing.Constellation,
            Network = network,
            Contrast = options.KeepsContrast ? contrast : null,
        };
    }

    private (MatchDecision Decision, NetworkUse? Network) Identify(
        Observation observation, MatchOptions options, CancellationToken cancellation)
    {
        using var meter = NetworkMeter.Begin();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var snapshot = _index.Snapshot();
                var decision = Matcher.Identify(snapshot, observation, Profile, _index.Find, options, cancellation);
                return (decision, meter.Use);
            }
            catch (LibraryException e) when (e.IsOutdated && attempt < AttemptMax)
            {
                // What was searched has been merged away under it: what it became is in the next snapshot.
            }
        }
    }

    private AudioOptions ForListening(QueryOptions options) => options.Decoding with
    {
        SampleRate = Profile.SampleRate,
        Start = options.Start,
        Duration = options.Duration,
    };
}
