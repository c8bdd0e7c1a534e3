using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Earmark.Audio;

/// <summary>One run of FFmpeg: a file in, WAV with the file's own rate and channels out.</summary>
/// <remarks>
/// A process of its own, because files come from strangers: it may crash, hang or grow without harm to us. On Unix it
/// gets limits of memory and processor time; it opens no other file or address, whatever the file names, but for what
/// is fetched from a web server: that may lead on to other addresses of such, as playlists do, and to no file.
/// </remarks>
internal sealed partial class FfmpegProcess : IDisposable
{
    /// <summary>
    /// Formats that hold audio themselves. Left out are those that name other files (concat, hls, dash, sdp, imf),
    /// devices, pictures, subtitles, and raw data, as which any file could be read.
    /// </summary>
    private const string Formats =
        "aa,aac,aax,ac3,act,aea,aiff,amr,amrnb,amrwb,ape,apm,aptx,asf,asf_o,ast,au,avi,bit,brstm,bfstm,caf,daud,dsf,"
        + "dsicin,dss,dts,dtshd,dv,eac3,ea,f4v,flac,flv,g722,g729,gsm,gxf,hca,iff,ilbc,ircam,iss,iv8,kux,libgme,"
        + "libopenmpt,loas,matroska,webm,mlp,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpc,mpc8,mpeg,mpegts,mxf,nistsphere,nsv,"
        + "nut,ogg,oma,pva,pvf,qcp,rm,rso,sbc,sds,shn,sln,smjpeg,sol,sox,spdif,svag,swf,tak,thp,truehd,tta,vag,vividas,"
        + "voc,vqf,w64,wav,wsaud,wsd,wtv,wv,xa,xwma,iamf,osq,usm,ac4,qoa,rka,laf,sdns,wady,apac,bonk,dfpwm,msf,vpk";

    // Ogg has its tags on the stream, the others on the file. Unless told not to, FFmpeg writes each packet by itself:
    // 12,000 system calls for three minutes of MP3, as much time as we take to resample them.
    private static readonly Wanted Sound = new(
        ["-vn", "-sn", "-dn"],
        [
            "-map", "0:a:0", "-map_metadata", "0:g", "-map_metadata", "0:s:a:0",
            "-c:a", "pcm_f32le", "-flush_packets", "0", "-f", "wav",
        ]);

    private static readonly Wanted Picture = new(
        ["-an", "-sn", "-dn"],
        [
            "-map", "0:v:0", "-frames:v", "1", "-vf", "scale=w=512:h=512:force_original_aspect_ratio=decrease",
            "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "3", "-f", "image2pipe",
        ]);

    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _name;
    private readonly TimeSpan _stallLimit;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly Timer _watchdog;
    private readonly FfmpegLog _log;
    private readonly HeardParts? _parts;
    private readonly Task _drain;
    private volatile bool _stalled;

    private FfmpegProcess(
        Process process, string name, AudioOptions options, HeardParts? parts, CancellationToken cancellation)
    {
        _process = process;
        (_log, _parts) = (new FfmpegLog(parts), parts);
        _name = name;
        _stallLimit = options.StallLimit;
        _cancellation = cancellation;
        _drain = _log.DrainAsync(process.StandardError);
        _watchdog = new Timer(_ => OnStalled());
        _registration = cancellation.Register(Kill);
    }

    /// <summary>WAV. Reads that wait for FFmpeg belong in <see cref="Wait"/>.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What FFmpeg said; to be read after <see cref="Complete"/>.</summary>
    public FfmpegLog Log => _log;

    /// <summary>Begins to decode the sound of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="AudioException">There is no FFmpeg.</exception>
    public static FfmpegProcess Start(string path, string name, AudioOptions options, CancellationToken cancellation) =>
        Start(path, name, options, Sound, cancellation);

    /// <summary>Begins to read the picture that a file brings along, and writes it as JPEG.</summary>
    /// <inheritdoc cref="Start(string, string, AudioOptions, CancellationToken)"/>
    public static FfmpegProcess StartPicture(
        string path, string name, AudioOptions options, CancellationToken cancellation) =>
        Start(path, name, options, Picture, cancellation);

    private static FfmpegProcess Start(
        string path, string name, AudioOptions options, Wanted wanted, CancellationToken cancellation)
    {
        // "file:" keeps colons, percents and leading dashes of the name from meaning anything.
        string[] arguments =
        [
            "-protocol_whitelist", "file,pipe", "-format_whitelist", Formats, .. wanted.Input,
            "-i", "file:" + path, .. wanted.Output,
        ];
        return Start(arguments, name, options, cancellation);
    }

    private static FfmpegProcess Start(
        string[] arguments,
        string name,
        AudioOptions options,
        CancellationToken cancellation,
        Stream? feed = null,
        HeardParts? parts = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var program = options.FfmpegPath ?? Ffmpeg.Find()?.Path;
        if (program is null || !File.Exists(program))
        {
            throw new AudioException(
                $"{name} needs FFmpeg, which was not found; only uncompressed WAV is read without it; "
                + "run 'earmark doctor' to see how to install it.");
        }

        var process = new Process { StartInfo = StartInfo(program, options, arguments) };
        process.StartInfo.RedirectStandardInput = feed is not null;
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new AudioException(
                $"{name} needs FFmpeg, and {program} does not start ({exception.Message}); run 'earmark doctor'.",
                exception);
        }

        if (feed is not null)
        {
            // Ends with FFmpeg: a write fails then, or the read that waits is abandoned with the process.
            new Thread(() => Feed(feed, process.StandardInput.BaseStream)) { IsBackground = true }.Start();
        }

        return new FfmpegProcess(process, name, options, parts, cancellation);
    }

    /// <summary>Runs a read of <see cref="Output"/>; kills FFmpeg when it takes longer than the stall limit, or
    /// when cancelled, which ends the read.</summary>
    public int Wait(Func<int> read)
    {
        _watchdog.Change(_stallLimit, Timeout.InfiniteTimeSpan);
        int count;
        try
        {
            count = read();
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        ThrowIfEnded();
        return count;
    }

    /// <summary>Waits for the end after <see cref="Output"/> has ended, and returns whether FFmpeg saw the file
    /// to its end.</summary>
    public bool Complete()
    {
        // Closing its output is FFmpeg's last act but one; standard error ends with the process.
        if (!_process.WaitForExit(ExitLimit) || !_drain.Wait(ExitLimit))
        {
            Kill();
        }

        ThrowIfEnded();
        if (_log.WasInterrupted)
        {
            throw new OperationCanceledException($"FFmpeg was interrupted while it read {_name}.");
        }

        return _process.HasExited && _process.ExitCode == 0;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _watchdog.Dispose();
        Kill();
        _process.WaitForExit(ExitLimit);
        _drain.Wait(ExitLimit);

        // Who has asked a process for its readers must close them.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string program, AudioOptions options, string[] arguments)
    {
        var info = new ProcessStartInfo
        {
            FileName = program,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            CreateNoWindow = true,
        };
        if (!OperatingSystem.IsWindows())
        {
            // A system that lacks one of these limits runs without it.
            info.FileName = "/bin/sh";
            string[] shell =
            [
                "-c", "ulimit -v \"$1\" 2>/dev/null; ulimit -t \"$2\" 2>/dev/null; shift 2; exec \"$@\"", "sh",
                $"{options.MemoryLimitBytes / 1024}", $"{(long)options.CpuLimit.TotalSeconds}", program,
            ];
            AddTo(info, shell);
        }

        AddTo(
            info,
            [
                "-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info", "-threads", "1", .. arguments,
                "pipe:1",
            ]);
        return info;
    }

    private static void AddTo(ProcessStartInfo info, string[] arguments)
    {
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }
    }

    private void ThrowIfEnded()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_stalled)
        {
            throw new AudioException(
                StallSentence ?? $"{_name} kept FFmpeg busy for {_stallLimit.TotalSeconds:0.#} s without a sample; "
                + "expected music that decodes; remove it or convert it.");
        }
    }

    private void OnStalled()
    {
        _stalled = true;
        _parts?.NoteStall();
        Kill();
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, or is being disposed of.
        }
    }

    /// <summary>What FFmpeg should take of a file, and what it should make of that.</summary>
    private sealed record Wanted(string[] Input, string[] Output);
}
