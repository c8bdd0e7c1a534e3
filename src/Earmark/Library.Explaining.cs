using System.Diagnostics;
using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark;

/// <content>Fingerprints without sound, and why an answer was given.</content>
public sealed partial class Library
{
    /// <summary>Listens to a recording, and returns what it can be asked about by elsewhere.</summary>
    /// <inheritdoc cref="QueryAsync(Stream, string, QueryOptions?, CancellationToken)"/>
    public Task<Fingerprint> FingerprintAsync(
        Stream stream, string name, QueryOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new QueryOptions();
        return Task.Run(
            () =>
            {
                using var audio = options.Pcm is { } pcm
                    ? AudioStream.OpenPcm(stream, pcm, ForListening(options))
                    : AudioStream.Open(stream, name, ForListening(options), cancellation);
                var hearing = Hearing.Of(audio, name, Profile, extractor => extractor.FinishQuery(), cancellation);
                return new Fingerprint(Profile.Id, hearing.Constellation);
            },
            cancellation);
    }

    /// <summary>Names the recording that a fingerprint is of.</summary>
    /// <param name="name">What to call it in the answer.</param>
    /// <exception cref="LibraryException">It is of another profile, or no fingerprint at all.</exception>
    public Task<QueryAnswer> QueryAsync(
        Fingerprint fingerprint, string name, MatchOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (fingerprint.FaultFor(Profile) is { } fault)
        {
            throw new LibraryException(fault);
        }

        return Task.Run(
            () =>
            {
                var total = Stopwatch.StartNew();
                var observation = Observation.OfPeaks(fingerprint.Peaks, Profile);
                var fingerprinting = total.Elapsed;
                var (decision, network) = Identify(observation, options ?? new MatchOptions(), cancellation);
                var seconds = new QueryTimes(
                    Decode: 0,
                    fingerprinting.TotalSeconds,
                    (total.Elapsed - fingerprinting).TotalSeconds,
                    total.Elapsed.TotalSeconds);
                var duration = TimeSpan.FromSeconds(fingerprint.Peaks.FrameCount * Profile.FrameDuration);
                string[] warnings = fingerprint.Peaks.Peaks.Count == 0 ? [$"{name} is silent."] : [];
                return new QueryAnswer(name, duration, decision, seconds, warnings)
                {
                    Heard = fingerprint.Peaks,
                    Network = network,
                };
            },
            cancellation);
    }

    /// <summary>Shows what of a track was heard where; null where the track has gone or changed since.</summary>
    /// <param name="heard">The peaks of the clip: <see cref="QueryAnswer.Heard"/>.</param>
    /// <param name="match">What was said of the track.</param>
    /// <exception cref="LibraryException">The library is damaged.</exception>
    public Explanation? Explain(Constellation heard, Match match)
    {
        ArgumentNullException.ThrowIfNull(heard);
        ArgumentNullException.ThrowIfNull(match);
        if (_index.Find(match.Track.Id) is not { } track)
        {
            return null;
        }

        using var stored = _index.OpenStored();
        return Explanation.Of(heard, stored.Pack(track).Track.Constellation, match, Profile);
    }

    /// <summary>
    /// Says how a track would fare if it were the only one asked about, whether the search came across it or not; null
    /// where it has gone, or where nothing of it was heard.
    /// </summary>
    /// <param name="answer">
    /// What was said of the whole library, by the same options and with <see cref="QueryOptions.KeepsContrast"/>.
    /// </param>
    /// <exception cref="LibraryException">The library is damaged.</exception>
    public Contender? Consider(
        QueryAnswer answer, string refId, MatchOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentException.ThrowIfNullOrEmpty(refId);
        if (answer.Contrast is not { } contrast)
        {
            throw new ArgumentException("The answer has no contrast; ask with KeepsContrast.", nameof(answer));
        }

        if (_index.Find(refId) is not { } track)
        {
            return null;
        }

        using var stored = _index.OpenStored();
        using var alone = IndexSnapshot.Of(track.Id, stored.Pack(track).Track.Constellation, Fingerprinter());
        return Matcher.Consider(
            alone,
            new Observation(answer.Heard, contrast),
            Profile,
            track,
            answer.Evidence,
            TrackCount,
            options ?? new MatchOptions(),
            cancellation);
    }

    private Fingerprinter Fingerprinter() =>
        new(Profile, constellation => LandmarkPairer.ReferenceLandmarks(constellation, Profile));

    /// <summary>Stores a recording that is no file here, such as an upload; durable once the task is done.</summary>
    /// <remarks>
    /// It replaces what has its ref id. The track has no path: nothing here can play it or notice that it changed.
    /// </remarks>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="tags">What to know it by; null for what the recording says of itself.</param>
    /// <exception cref="AudioException">The stream is no audio that can be read, or nothing that changes.</exception>
    public Task<StoreResult> StoreAsync(
        Stream stream,
        string name,
        string refId,
        AudioTags? tags = null,
        AudioOptions? decoding = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(refId);
        var options = (decoding ?? new AudioOptions()) with { SampleRate = Profile.SampleRate };
        return Task.Run(() => Store(stream, name, refId, tags, options, cancellation), cancellation);
    }

    private StoreResult Store(
        Stream stream,
        string name,
        string refId,
        AudioTags? tags,
        AudioOptions options,
        CancellationToken cancellation)
    {
        using var audio = AudioStream.Open(stream, name, options, cancellation);
        var hearing = Hearing.Of(audio, name, Profile, extractor => extractor.FinishReference(), cancellation);
        var landmarkCount = LandmarkPairer.ReferenceLandmarks(hearing.Constellation, Profile).Length;
        if (landmarkCount == 0)
        {
            throw new AudioException($"{name} is silent or a single note; expected sound that changes.");
        }

        tags ??= hearing.Tags;
        using var held = _naming.EnterScope();
        var isReplaced = _index.Find(refId) is not null;
        _index.Add(new NewTrack
        {
            RefId = refId,
            Constellation = hearing.Constellation,
            Title = tags.Title,
            Artist = tags.Artist,
            Album = tags.Album,
            Duration = hearing.Duration,
        });
        return new StoreResult(
            name,
            refId,
            isReplaced ? StoreStatus.Replaced : StoreStatus.Stored,
            null,
            hearing.Duration,
            landmarkCount,
            hearing.Warnings);
    }
}
