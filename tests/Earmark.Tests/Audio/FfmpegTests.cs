using System.Diagnostics;
using Earmark.Audio;
using static Earmark.Tests.Audio.TestAudio;

namespace Earmark.Tests.Audio;

public sealed class FfmpegTests : IDisposable
{
    private readonly TestAudio _files = new();

    [Theory]
    [InlineData("a.mp3", "libmp3lame")]
    [InlineData("a.ogg", "libvorbis")]
    [InlineData("a.flac", "flac")]
    [InlineData("a.m4a", "aac")]
    [InlineData("a.opus", "libopus")]
    [InlineData("a.mka", "flac")]
    public void A_click_is_where_the_encoder_was_given_it_and_tags_are_read(string fileName, string codec)
    {
        _files.WriteClick("a.wav");
        var path = _files.Encode(
            "a.wav", fileName, "-c:a", codec, "-b:a", "192k", "-metadata", "title=Tïtle", "-metadata", "artist=Ärt",
            "-metadata", "album=Älbum");

        using var audio = AudioStream.Open(path);
        var samples = ReadAll(audio);

        Assert.Equal(new AudioTags("Tïtle", "Ärt", "Älbum"), audio.Tags);
        Assert.InRange(Array.IndexOf(samples, samples.Max()), 6000 - 4, 6000 + 4);

        // AAC in MP4 keeps its last frame whole.
        Assert.InRange(samples.Length, 16_000, 16_000 + (fileName == "a.m4a" ? 200 : 1));
        Assert.Empty(audio.Warnings);
    }

    [Theory]
    [InlineData(1, 8, "copy")]
    [InlineData(1, 16, "copy")]
    [InlineData(1, 24, "copy")]
    [InlineData(1, 32, "copy")]
    [InlineData(3, 32, "copy")]
    [InlineData(3, 64, "copy")]
    [InlineData(1, 16, "flac")]
    [InlineData(1, 24, "flac")]
    public void Equal_samples_give_equal_bits_as_wav_and_through_ffmpeg(int codec, int bits, string encoder)
    {
        var target = encoder == "flac" ? "a.flac" : "a.w64";
        foreach (var channels in new[] { 1, 2, 3, 6 })
        {
            var data = Noise(codec, bits, 512 * channels);
            var wav = _files.Write("a.wav", Wav(codec, channels, 8000, bits, data));
            using var own = AudioStream.Open(wav);
            using var decoded = AudioStream.Open(_files.Encode("a.wav", target, "-c:a", encoder));
            Assert.Equal(ReadAll(own), ReadAll(decoded));
            Assert.Empty(decoded.Warnings);
        }
    }

    [Fact]
    public void Tags_of_the_file_come_before_those_of_the_stream()
    {
        _files.WriteClick("a.wav");
        var path = _files.Encode("a.wav", "a.mka", "-metadata", "title=Song", "-metadata:s:a:0", "title=Stereo");
        using var audio = AudioStream.Open(path);
        Assert.Equal("Song", audio.Tags.Title);
    }

    [Fact]
    public void Wav_with_another_codec_goes_to_ffmpeg()
    {
        _files.WriteClick("a.wav");
        var path = _files.Encode("a.wav", "adpcm.wav", "-c:a", "adpcm_ms");
        using var audio = AudioStream.Open(path);
        Assert.InRange(ReadAll(audio).Length, 16_000, 16_200);
        using var stream = AudioStream.Open(File.OpenRead(path), "clip");
        Assert.InRange(ReadAll(stream).Length, 16_000, 16_200);
    }

    [Theory]
    [InlineData("-dash.mp3")]
    [InlineData("a:b %d [x] 'q'.mp3")]
    [InlineData("naïve 音楽 🎵.mp3")]
    [InlineData("new\nline.mp3")]
    public void Any_file_name_works(string fileName)
    {
        if (OperatingSystem.IsWindows() && fileName.AsSpan().IndexOfAny('\n', ':') >= 0)
        {
            return;
        }

        _files.WriteClick("a.wav");
        File.Move(_files.Encode("a.wav", "plain.mp3"), _files.PathOf(fileName));
        using var audio = AudioStream.Open(_files.PathOf(fileName));
        Assert.InRange(ReadAll(audio).Length, 15_900, 16_100);
    }

    [Fact]
    public void A_stream_of_m4a_with_its_index_at_the_end_is_read_through_a_file_that_is_deleted()
    {
        _files.WriteClick("a.wav");
        var content = File.ReadAllBytes(_files.Encode("a.wav", "a.m4a"));
        string path;
        using (var source = AudioSource.Open(new MemoryStream(content), "clip", new AudioOptions(), default))
        {
            path = source.SpooledPath!;
            Assert.True(File.Exists(path));
            Assert.True(source.Pcm.Read(new float[1000]) > 0);
        }

        Assert.False(File.Exists(path));
        var options = new AudioOptions { SpoolLimitBytes = 10_000 };
        Assert.Contains("longer than 10000 bytes", Assert.Throws<AudioException>(
            () => AudioStream.Open(new MemoryStream(content), "clip", options)).Message);
    }

    [Fact]
    public void Files_without_audio_are_refused_in_one_sentence_that_says_why()
    {
        _files.WriteClick("a.wav");
        var m4a = File.ReadAllBytes(_files.Encode("a.wav", "a.m4a"));
        var video = _files.Encode("color=d=0.2:s=32x32", "video.mp4");

        Assert.Contains("not audio", Fault(_files.Write("text.mp3", [.. "This is a letter, not a song.\n"u8])));
        Assert.Contains("without its index", Fault(_files.Write("broken.m4a", m4a[..20_000])));
        Assert.Contains("no audio in it", Fault(video));
        Assert.Contains(
            "a playlist", Fault(_files.Write("list.ogg", [.. "ffconcat version 1.0\nfile a.wav\n"u8])));
        Assert.Contains(
            "not audio", Fault(_files.Write("list.mp3", [.. "#EXTM3U\n#EXTINF:10,\nhttp://localhost/a.mp3\n"u8])));
    }

    [Fact]
    public void What_decodes_of_a_broken_off_file_is_kept_with_a_warning_that_says_how_much()
    {
        _files.WriteClick("a.wav");
        var whole = File.ReadAllBytes(_files.Encode("a.wav", "a.mp3", "-af", "apad=whole_dur=20"));

        using var audio = AudioStream.Open(_files.Write("part.mp3", whole[..(whole.Length / 2)]));
        var seconds = ReadAll(audio).Length / 8000.0;

        Assert.InRange(seconds, 9, 11);
        Assert.Matches(@"part\.mp3 is incomplete: (9|10)\.\d of 20\.\d s decoded \((4|5)\d %\)", audio.Warnings[0]);
    }

    [Fact]
    public void Damage_in_the_middle_is_survived_and_reported()
    {
        _files.WriteClick("a.wav");
        var content = File.ReadAllBytes(_files.Encode("a.wav", "a.flac"));
        new Random(4).NextBytes(content.AsSpan(content.Length / 2, 2000));
        using var audio = AudioStream.Open(_files.Write("bad.flac", content));
        Assert.InRange(ReadAll(audio).Length, 8_000, 16_100);
        Assert.NotEmpty(audio.Warnings);
    }

    [Fact]
    public void Without_ffmpeg_the_message_says_what_still_works()
    {
        _files.WriteClick("a.wav");
        var path = _files.Encode("a.wav", "a.mp3");
        var options = new AudioOptions { FfmpegPath = _files.PathOf("nowhere") };
        var message = Assert.Throws<AudioException>(() => AudioStream.Open(path, options)).Message;
        Assert.Contains("only uncompressed WAV is read without it", message);
        using var wav = AudioStream.Open(_files.PathOf("a.wav"), options);
        Assert.Equal(16_000, ReadAll(wav).Length);
    }

    [Fact]
    public void Ffmpeg_is_found_and_says_its_version()
    {
        var ffmpeg = Ffmpeg.Find();
        Assert.NotNull(ffmpeg);
        Assert.Matches("[0-9]", ffmpeg.ReadVersion());
        Assert.Null(new Ffmpeg(_files.PathOf("nowhere")).ReadVersion());
    }

    [Fact]
    public void Dispose_and_cancellation_leave_no_process()
    {
        _files.WriteClick("a.wav");
        var path = _files.Encode("a.wav", "long.mp3", "-af", "apad=whole_dur=300");
        using var cancellation = new CancellationTokenSource();

        var audio = AudioStream.Open(path, cancellation: cancellation.Token);
        Assert.True(audio.Read(new float[10]) > 0);
        Assert.Equal(OperatingSystem.IsLinux(), ProcessesReading(path).Any());
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ReadAll(audio));
        audio.Dispose();

        Assert.Empty(ProcessesReading(path));
        Assert.ThrowsAny<OperationCanceledException>(() => AudioStream.Open(path, cancellation: cancellation.Token));
    }

    [Theory]
    [InlineData("exec sleep 60", "kept FFmpeg busy for 0.2 s")]
    [InlineData("echo '[error] x' >&2; exit 3", "found: x")]
    [InlineData("ulimit -v | grep -q '^65536$' && ulimit -t | grep -q '^7$' || exit; echo '[error] ok' >&2", "ok")]
    public void A_decoder_that_hangs_or_fails_is_ended_and_it_runs_within_limits(string script, string message)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var program = _files.Write("ffmpeg", System.Text.Encoding.UTF8.GetBytes("#!/bin/sh\n" + script + "\n"));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var options = new AudioOptions
        {
            FfmpegPath = program,
            MemoryLimitBytes = 64 << 20,
            CpuLimit = TimeSpan.FromSeconds(7),
            StallLimit = script.StartsWith("exec sleep", StringComparison.Ordinal)
                ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromSeconds(20),
        };
        var path = _files.Write("a.mp3", [1, 2, 3]);
        Assert.Contains(message, Assert.Throws<AudioException>(() => AudioStream.Open(path, options)).Message);
    }

    public void Dispose() => _files.Dispose();

    private static byte[] Noise(int codec, int bits, int count)
    {
        var random = new Random(5);
        var bytes = new byte[count * bits / 8];
        random.NextBytes(bytes);
        var values = Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1);
        return (codec, bits) switch
        {
            (3, 32) => [.. values.SelectMany(value => BitConverter.GetBytes((float)value))],
            (3, 64) => [.. values.SelectMany(BitConverter.GetBytes)],
            _ => bytes,
        };
    }

    private static string Fault(string path) =>
        Assert.Throws<AudioException>(() => AudioStream.Open(path)).Message;

    private static IEnumerable<int> ProcessesReading(string path) => OperatingSystem.IsLinux()
        ? Process.GetProcessesByName("ffmpeg").Where(process => CommandLine(process).Contains(path)).Select(p => p.Id)
        : [];

    private static string CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
