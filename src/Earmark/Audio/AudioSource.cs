namespace Earmark.Audio;

/// <summary>Where samples come from, opened: what to read, and what to close and delete afterwards.</summary>
internal sealed partial class AudioSource : IDisposable
{
    private const int HeadBytes = 64 * 1024;
    private const string Expected = "expected a music or speech file; remove it or convert it";

    private Stream? _file;
    private SpooledFile? _spooled;

    private AudioSource(string name, PcmReader pcm, PcmFormat format)
    {
        Name = name;
        Pcm = pcm;
        Format = format;
    }

    /// <summary>What to call it in messages; without control characters.</summary>
    public string Name { get; }

    public PcmReader Pcm { get; }

    public PcmFormat Format { get; }

    public AudioTags Tags { get; private init; } = new();

    /// <summary>How much the header says there is; null where it does not, or FFmpeg will know.</summary>
    public TimeSpan? StatedDuration { get; private init; }

    /// <summary>What is odd about the header, as a sentence.</summary>
    public string? Warning { get; private init; }

    /// <summary>Null for sources that need none.</summary>
    public FfmpegProcess? Decoder { get; private init; }

    /// <summary>Where the stream was copied to, if it was.</summary>
    public string? SpooledPath => _spooled?.Path;

    public static AudioSource Open(string path, string name, AudioOptions options, CancellationToken cancellation)
    {
        name = Printable(name);
        var file = OpenFile(path, name);
        try
        {
            var magic = new byte[WavHeader.MagicLength];
            file.ReadAtLeast(magic, magic.Length, false);
            file.Position = 0;
            if (WavHeader.IsWav(magic) && WavHeader.Read(file, name) is { Format: { } format } header)
            {
                return OpenWav(file, name, header, format);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return Decode(path, name, options, cancellation);
    }

    public static AudioSource Open(Stream stream, string name, AudioOptions options, CancellationToken cancellation)
    {
        name = Printable(name);
        var head = ReadHead(stream, name);
        if (OpenHead(stream, head, name) is { } wav)
        {
            return wav;
        }

        var spooled = SpooledFile.Copy(head, stream, name, options.SpoolLimitBytes, cancellation);
        try
        {
            var source = Open(spooled.Path, name, options, cancellation);
            source._spooled = spooled;
            return source;
        }
        catch
        {
            spooled.Dispose();
            throw;
        }
    }

    public static AudioSource OpenPcm(Stream stream, PcmFormat format)
    {
        if (format.Fault is { } fault)
        {
            throw new ArgumentException($"The format {fault}.", nameof(format));
        }

        return new AudioSource("The stream", new PcmReader(stream, format, null), format);
    }

    /// <summary>Runs a read of <see cref="Pcm"/>, which may have to wait for the decoder.</summary>
    /// <exception cref="AudioException">It cannot be read further, or the decoder hangs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public int Read(Func<PcmReader, int> read)
    {
        try
        {
            int count;
            do
            {
                count = Decoder is { } decoder ? decoder.Wait(() => read(Pcm)) : read(Pcm);
            }
            while (count > 0 && _parts is { IsOld: true });
            return count;
        }
        catch (IOException exception)
        {
            throw new AudioException(
                $"{Name} cannot be read beyond {Pcm.Duration.TotalSeconds:0} s ({exception.Message}).", exception);
        }
    }

    public void Dispose()
    {
        Decoder?.Dispose();
        Pcm.Dispose();
        _file?.Dispose();
        _spooled?.Dispose();
    }

    /// <summary>The first bytes of a stream, which say what it is.</summary>
    /// <exception cref="AudioException">It has none.</exception>
    private static byte[] ReadHead(Stream stream, string name)
    {
        var head = new byte[HeadBytes];
        head = head[..stream.ReadAtLeast(head, head.Length, false)];
        return head.Length > 0 ? head : throw new AudioException($"{name} is empty; {Expected}.");
    }

    /// <summary>A stream of WAV, of which the first bytes are read; null if it is something else.</summary>
    private static AudioSource? OpenHead(Stream stream, byte[] head, string name) =>
        ReadHead(head, name) is ({ Format: { } format } header, var start)
            ? new AudioSource(name, new PcmReader(stream, format, header.DataBytes, head.AsMemory(start)), format)
            {
                Tags = header.Tags,
                Warning = Sentence(name, header),
                StatedDuration = DurationOf(header.DataBytes, format),
            }
            : null;

    /// <summary>The header within the first bytes of a stream; none if it is not WAV or is not all there.</summary>
    private static (WavHeader Header, int Start)? ReadHead(byte[] head, string name)
    {
        if (!WavHeader.IsWav(head))
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(head);
            return (WavHeader.Read(stream, name), (int)stream.Position);
        }
        catch (AudioException) when (head.Length == HeadBytes)
        {
            return null;
        }
    }

    private static AudioSource OpenWav(FileStream file, string name, WavHeader header, PcmFormat format)
    {
        var start = file.Position;
        var present = file.Length - start;
        var stated = header.DataBytes;
        var warning = Sentence(name, header);
        var tags = header.Tags;
        if (stated < present)
        {
            var next = new byte[4];
            file.Position = start + stated.Value + (stated.Value & 1);
            file.ReadAtLeast(next, next.Length, false);
            if (!WavHeader.IsChunkId(next) && present - stated > (long)format.SampleRate * format.FrameBytes)
            {
                warning ??= $"{name} has {present} bytes of samples where its header says {stated}; all were read.";
                stated = present;
            }
            else
            {
                file.Position = start + stated.Value + (stated.Value & 1);
                var trailing = WavHeader.ReadTrailingTags(file);
                tags = new AudioTags(
                    tags.Title ?? trailing.Title, tags.Artist ?? trailing.Artist, tags.Album ?? trailing.Album);
            }
        }

        file.Position = start;
        return new AudioSource(name, new PcmReader(file, format, stated), format)
        {
            _file = file,
            Tags = tags,
            Warning = warning,
            StatedDuration = DurationOf(stated, format),
        };
    }

    private static AudioSource Decode(
        string path, string name, AudioOptions options, CancellationToken cancellation) => Decode(
        FfmpegProcess.Start(path, name, options, cancellation),
        name,
        log => $"{name} is not audio that FFmpeg can read (found: {log.Cause}); {Expected}.");

    /// <summary>Reads what FFmpeg makes of something; the process ends with the source.</summary>
    /// <param name="fault">Says why there is nothing to read.</param>
    private static AudioSource Decode(FfmpegProcess process, string name, Func<FfmpegLog, string> fault)
    {
        try
        {
            WavHeader? header = null;
            try
            {
                process.Wait(() =>
                {
                    header = WavHeader.Read(process.Output, name);
                    return 0;
                });
            }
            catch (AudioException)
            {
                process.Complete();
                throw new AudioException(fault(process.Log));
            }

            // FFmpeg was asked for 32-bit floating point.
            var format = header!.Format!.Value;
            return new AudioSource(name, new PcmReader(process.Output, format, header.DataBytes), format)
            {
                Tags = header.Tags,
                Decoder = process,
            };
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(string path, string name)
    {
        if (Directory.Exists(path))
        {
            throw new AudioException($"{name} is a folder; expected an audio file; name a file in it.");
        }

        if (!File.Exists(path))
        {
            throw new AudioException($"{name} does not exist; expected an audio file; check the name.");
        }

        try
        {
            // Pipes and devices have no length, and opening one might wait for ever.
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (new FileInfo(target).Length == 0)
            {
                throw new AudioException($"{name} is empty or not a regular file; {Expected}.");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new AudioException($"{name} may not be read by this user; expected read permission.", exception);
        }
        catch (IOException exception)
        {
            throw new AudioException(
                $"{name} cannot be read ({exception.Message.TrimEnd('.')}); {Expected}.", exception);
        }
    }

    private static TimeSpan? DurationOf(long? bytes, PcmFormat format) =>
        bytes is { } count
            ? TimeSpan.FromSeconds(Math.Min((double)count / format.FrameBytes / format.SampleRate, 1e9))
            : null;

    private static string? Sentence(string name, WavHeader header) =>
        header.Warning is { } warning ? $"{name} is a WAV file whose header {warning}." : null;

    private static string Printable(string name) =>
        string.Concat(name.Select(letter => char.IsControl(letter) ? '?' : letter));
}
