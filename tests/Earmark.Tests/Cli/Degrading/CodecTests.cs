using Earmark.Audio;
using Earmark.Cli.Degrading;

namespace Earmark.Tests.Cli.Degrading;

public sealed class CodecTests
{
    // Encoder, kbit/s, and how far the middle of a burst may move: GSM codes speech, in frames of 20 ms.
    public static TheoryData<string, double, double> Codecs { get; } = new()
    {
        { "libopus", 24, 0.008 }, { "libmp3lame", 64, 0.008 }, { "aac", 64, 0.008 }, { "libgsm", 13, 0.02 },
    };

    [Theory, MemberData(nameof(Codecs))]
    public async Task A_codec_changes_the_samples_and_keeps_the_times(
        string encoder, double kilobits, double tolerance)
    {
        var codec = new[] { Codec.Opus, Codec.Mp3, Codec.Aac, Codec.Gsm }.Single(known => known.Encoder == encoder);
        var bursts = TestSignals.Bursts(seconds: 3, interval: 0.5);

        var coded = await codec.RoundTripAsync(bursts, kilobits, CancellationToken.None);

        if (!codec.IsAvailable)
        {
            Assert.Null(coded);
            return;
        }

        Assert.InRange(coded!.Length, bursts.Length - 2000, bursts.Length + 5000);
        Assert.NotEqual(bursts.Samples, coded.Samples[..bursts.Length]);
        Assert.All(
            TestSignals.Delays(bursts, coded, interval: 0.5, timeFactor: 1),
            delay => Assert.InRange(delay, -tolerance, tolerance));
    }

    [Fact]
    public void There_is_a_codec_where_there_is_ffmpeg() =>
        Assert.Equal(Ffmpeg.Find() is null, Codec.FindAny() is null);
}
