using System.Diagnostics.CodeAnalysis;
using static System.FormattableString;

namespace Earmark.Audio;

/// <summary>A recording as mono samples at one rate, whatever it comes from. The first stage of everything.</summary>
/// <remarks>
/// <para>
/// WAV and raw PCM are read directly; FFmpeg, in a process of its own, decodes all else at the recording's own rate
/// and channels, and cuts off what encoders pad, so that times are those of the music. Then every source takes the
/// same way: mean of the channels, clamped to ±1; one resampler; mean removed (see DcBlocker: 1 Hz). Samples may
/// exceed ±1 a little after that.
/// </para>
/// <para>
/// It streams: memory does not grow with the recording. Not thread-safe; cancelling ends a Read that waits for FFmpeg.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of samples is what it is, as others are of bytes.")]
public sealed class AudioStream : IDisposable
{
    private readonly AudioSource _source;
    private readonly AudioOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly Resampler _resampler;
    private readonly List<string> _warnings = [];

    // In samples delivered or skipped, from the beginning of the recording.
    private readonly long _start;
    private readonly long _end;
    private DcBlocker _dcBlocker;
    private long _position;
    private bool _sourceEnded;
    private bool _ended;
    private bool _disposed;

    private AudioStream(AudioSource source, AudioOptions options, CancellationToken cancellation)
    {
        _source = source;
        _options = options;
        _cancellation = cancellation;
        _resampler = new Resampler(source.Format.SampleRate, options.SampleRate);
        _dcBlocker = new DcBlocker(options.SampleRate);
        _start = ToSamples(options.Start);
        var duration = options.Duration is { } limit ? ToSamples(limit) : long.MaxValue / 2;
        _end = Math.Min(_start + duration, ToSamples(options.MaxDuration));
        if (source.Warning is { } warning)
        {
            _warnings.Add(warning);
        }
    }

    /// <summary>Samples per second.</summary>
    public int SampleRate => _options.SampleRate;

    /// <summary>What the recording says of itself.</summary>
    public AudioTags Tags => _source.Tags;

    /// <summary>
    /// Whether it says that it has an end, as files do; a live stream does not. Known once samples were read.
    /// </summary>
    public bool HasStatedEnd => _source.StatedDuration is not null || _source.Decoder is { Log.HasEnd: true };

    /// <summary>How long it says it is; null where it does not, or guesses. Known once samples were read.</summary>
    public TimeSpan? StatedDuration => _source.StatedDuration ?? _source.Decoder?.Log.StatedDuration;

    /// <summary>How much has been delivered so far.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Math.Max(0, _position - _start) / SampleRate);

    /// <summary>What was wrong though something could be read, a sentence each. Complete once <see cref="Read"/> has
    /// returned 0.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Opens a file of any format that FFmpeg reads.</summary>
    /// <exception cref="AudioException">It cannot be read, or holds no audio.</exception>
    public static AudioStream Open(string path, AudioOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = Valid(options);
        var source = AudioSource.Open(Path.GetFullPath(path), path, options, cancellation);
        return new AudioStream(source, options, cancellation);
    }

    /// <summary>Opens a stream, such as standard input or an upload. WAV is read as it comes; anything else is first
    /// copied to a temporary file, since many formats have their index at the end.</summary>
    /// <param name="stream">Read to its end at most; stays the caller's, and open while this is in use.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="AudioException">It cannot be read, or holds no audio, or is too long.</exception>
    public static AudioStream Open(
        Stream stream, string name, AudioOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options = Valid(options);
        return new AudioStream(AudioSource.Open(stream, name, options, cancellation), options, cancellation);
    }

    /// <summary>Begins to record from a device; ends when that is gone, or with <see cref="AudioOptions"/>.</summary>
    /// <param name="device">Null for the first system's own choice that can be opened.</param>
    /// <exception cref="AudioException">It cannot be opened; says what to do.</exception>
    public static AudioStream Open(
        CaptureDevice? device, AudioOptions? options = null, CancellationToken cancellation = default)
    {
        options = Valid(options);
        return new AudioStream(AudioSource.OpenDevice(ref device, options, cancellation), options, cancellation);
    }

    /// <summary>Opens a stream or file of a web server, through FFmpeg: HTTP, Icecast, HLS.</summary>
    /// <param name="url">Of the scheme http or https. Playlists may lead on to such addresses, and to no file.</param>
    /// <exception cref="AudioException">It cannot be reached, or holds no audio.</exception>
    public static AudioStream OpenUrl(
        Uri url, AudioOptions? options = null, CancellationToken cancellation = default) =>
        OpenUrl(url, new HeardParts(), options, cancellation);

    /// <summary>The same, again and again: what was heard before of a live playlist is left out.</summary>
    internal static AudioStream OpenUrl(
        Uri url, HeardParts parts, AudioOptions? options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(url);
        options = Valid(options);
        var name = NameOf(url);
        return url is { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? new AudioStream(AudioSource.OpenUrl(url, name, parts, options, cancellation), options, cancellation)
            : throw new AudioException($"{name} is no address of a stream; expected it to begin with http or https.");
    }

    /// <summary>
    /// Opens a stream that may go on for ever, such as standard input; it is decoded as it comes, and copied nowhere.
    /// </summary>
    /// <param name="stream">Read by a thread of its own where FFmpeg decodes it; stays the caller's.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="AudioException">It holds no audio, or such as must be sought in.</exception>
    public static AudioStream OpenEndless(
        Stream stream, string name, AudioOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options = Valid(options);
        return new AudioStream(AudioSource.OpenEndless(stream, name, options, cancellation), options, cancellation);
    }

    /// <summary>What to call an address: without user, password and query, which may be secret.</summary>
    public static string NameOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri
            ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.SafeUnescaped)
            : url.ToString();
    }

    /// <summary>Opens raw samples without a header.</summary>
    /// <param name="stream">Stays the caller's, and open while this is in use.</param>
    public static AudioStream OpenPcm(Stream stream, PcmFormat format, AudioOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new AudioStream(AudioSource.OpenPcm(stream, format), Valid(options), CancellationToken.None);
    }

    /// <summary>Reads the next samples and returns how many: at least one, or 0 at the end.</summary>
    /// <exception cref="AudioException">Nothing at all decodes, or the decoder hangs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or FFmpeg was interrupted: what was read is not the
    /// whole recording.</exception>
    public int Read(Span<float> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (!_ended && destination.Length > 0)
        {
            var count = ReadNext(destination[..(int)Math.Min(destination.Length, _end - _position)]);
            var skipped = (int)Math.Clamp(_start - _position, 0, count);
            _position += count;
            if (count > skipped)
            {
                destination[skipped..count].CopyTo(destination);
                return count - skipped;
            }

            if (count == 0)
            {
                _ended = true;
                Report();
            }
        }

        return 0;
    }

    /// <summary>Ends FFmpeg if it still runs, and deletes what was copied.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _source.Dispose();
        }
    }

    private static AudioOptions Valid(AudioOptions? options)
    {
        options ??= new AudioOptions();
        options.Validate();
        return options;
    }

    private long ToSamples(TimeSpan time) =>
        (long)Math.Round(time.TotalSeconds * SampleRate);

    /// <summary>Returns 0 only when the source has ended or nothing is asked for.</summary>
    private int ReadNext(Span<float> samples)
    {
        while (samples.Length > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            var count = _resampler.Read(samples);
            if (count > 0)
            {
                _dcBlocker.Process(samples[..count]);
                return count;
            }

            if (_sourceEnded)
            {
                return 0;
            }

            Feed();
        }

        return 0;
    }

    private void Feed()
    {
        var count = _source.Read(pcm => pcm.Read(_resampler.Free));
        _resampler.Advance(count);
        if (count == 0)
        {
            _sourceEnded = true;
            _resampler.Complete();
        }
    }

    private void Report()
    {
        ReadingReport.AddDamage(_source, _warnings);
        if (_position == _end)
        {
            // Asked for no more. Only the limit that nobody asked for is worth a word, if it cut something off.
            if (_end == ToSamples(_options.MaxDuration) && ReadNext(stackalloc float[1]) > 0)
            {
                _warnings.Add($"{_source.Name} is longer than {_options.MaxDuration}; the rest was left out.");
            }

            return;
        }

        ReadingReport.AddEnd(_source, _warnings);
        if (_position <= _start)
        {
            _warnings.Add(Invariant(
                $"{_source.Name} ends at {_source.Pcm.Duration.TotalSeconds:0.0} s, before the start asked for."));
        }
    }
}
