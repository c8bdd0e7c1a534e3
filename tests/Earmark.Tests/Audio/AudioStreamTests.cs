using Earmark.Audio;
using static Earmark.Tests.Audio.TestAudio;

namespace Earmark.Tests.Audio;

public sealed class AudioStreamTests : IDisposable
{
    private readonly TestAudio _files = new();

    [Fact]
    public void The_mean_is_removed_and_100_Hz_stays()
    {
        var data = Enumerable.Range(0, 32_000)
            .Select(i => (float)(0.3 + (0.5 * Math.Sin(2 * Math.PI * 100 * i / 8000))))
            .SelectMany(BitConverter.GetBytes).ToArray();

        var samples = Read(new MemoryStream(Wav(3, 1, 8000, 32, data)))[16_000..];

        Assert.Equal(0, samples.Average(), 1e-4);
        Assert.Equal(0.5, samples.Max(), 1e-3);

        // Less than a degree, 0.22 samples, early.
        Assert.Equal(0, samples[0], 0.5 * Math.PI / 180);
    }

    [Fact]
    public void Wild_samples_are_clamped_and_counted()
    {
        float[] wild = [0.5f, 387_000f, float.NaN, -1.5f, float.NegativeInfinity, .. new float[100]];
        var data = wild.SelectMany(BitConverter.GetBytes).ToArray();
        using var audio = AudioStream.Open(new MemoryStream(Wav(3, 1, 8000, 32, data)), "clip");

        var samples = ReadAll(audio);

        Assert.Equal(0.5f, samples[0]);
        Assert.Equal(1f, samples[1], 0.01f);
        Assert.All(samples, sample => Assert.InRange(sample, -1.1f, 1.1f));
        Assert.Equal("clip has 3 damaged samples beyond ±8; they were clamped.", Assert.Single(audio.Warnings));
    }

    [Fact]
    public void Start_and_duration_cut_exactly_what_the_whole_would_have_been()
    {
        var path = _files.WriteClick("a.wav");
        var whole = Read(path);
        var options = new AudioOptions { Start = TimeSpan.FromSeconds(0.5), Duration = TimeSpan.FromSeconds(1) };

        Assert.Equal(whole[4000..12_000], Read(path, options));
        Assert.Equal(whole[4000..], Read(path, options with { Duration = TimeSpan.FromSeconds(60) }));
    }

    [Fact]
    public void A_start_behind_the_end_gives_nothing_and_says_so()
    {
        var options = new AudioOptions { Start = TimeSpan.FromSeconds(9) };
        using var audio = AudioStream.Open(_files.WriteClick("a.wav"), options);
        Assert.Empty(ReadAll(audio));
        Assert.EndsWith("ends at 2.0 s, before the start asked for.", Assert.Single(audio.Warnings));
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(2.0, false)]
    public void The_longest_duration_cuts_and_warns_only_if_something_was_cut(double seconds, bool isCut)
    {
        var options = new AudioOptions { MaxDuration = TimeSpan.FromSeconds(seconds) };
        using var audio = AudioStream.Open(_files.WriteClick("a.wav"), options);
        Assert.Equal((int)(seconds * 8000), ReadAll(audio).Length);
        Assert.Equal(TimeSpan.FromSeconds(seconds), audio.Duration);
        Assert.Equal(isCut, audio.Warnings.Count == 1);
    }

    [Fact]
    public void File_stream_and_raw_samples_give_the_same()
    {
        var path = _files.WriteClick("a.wav");
        var whole = Read(path);

        Assert.Equal(whole, Read(new MemoryStream(File.ReadAllBytes(path))));
        Assert.Equal(whole, Read(new TricklingStream(File.ReadAllBytes(path))));
        using var raw = AudioStream.OpenPcm(
            new MemoryStream(File.ReadAllBytes(path)[44..]), new PcmFormat(SampleEncoding.Signed16, 44_100, 2));
        Assert.Equal(whole, ReadAll(raw));
    }

    [Fact]
    public void Ten_milliseconds_and_silence_are_audio()
    {
        var samples = Read(new MemoryStream(Wav(1, 1, 8000, 16, new byte[160])));
        Assert.Equal(new float[80], samples);
    }

    [Fact]
    public void Paths_that_are_no_files_are_refused_in_one_sentence()
    {
        Assert.Contains("is a folder", Fault(Path.GetTempPath()));
        Assert.Contains("does not exist", Fault(_files.PathOf("missing.wav")));
        Assert.Contains("is empty", Fault(_files.Write("empty.mp3", [])));
        Assert.Contains("is empty", Assert.Throws<AudioException>(() => Read(new MemoryStream())).Message);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_files.PathOf("link.wav"), "/dev/zero");
            Assert.Contains("not a regular file", Fault("/dev/zero"));
            Assert.Contains("not a regular file", Fault(_files.PathOf("link.wav")));
        }
    }

    [Fact]
    public void A_file_without_read_permission_is_named()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            // There the mode does not exist, here it does not bind.
            return;
        }

        var path = _files.WriteClick("secret.wav");
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains("may not be read", Fault(path));
    }

    [Fact]
    public void Options_out_of_range_are_all_named_at_once()
    {
        var options = new AudioOptions { SampleRate = 3, Start = TimeSpan.FromSeconds(-1) };
        var message = Assert.Throws<ArgumentException>(() => AudioStream.Open("a.wav", options)).Message;
        Assert.Contains("SampleRate", message);
        Assert.Contains("Start", message);
    }

    public void Dispose() => _files.Dispose();

    private static string Fault(string path) =>
        Assert.Throws<AudioException>(() => AudioStream.Open(path)).Message;

    private static float[] Read(string path, AudioOptions? options = null)
    {
        using var audio = AudioStream.Open(path, options);
        return ReadAll(audio);
    }

    private static float[] Read(Stream stream)
    {
        using var audio = AudioStream.Open(stream, "clip");
        return ReadAll(audio);
    }

    /// <summary>Gives 7 bytes at a time, as a slow network does.</summary>
    private sealed class TricklingStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(7, count));
    }
}
