using Earmark.Audio;

namespace Earmark.Tests.Audio;

public sealed class FfmpegLogTests
{
    [Fact]
    public void Errors_are_counted_and_the_last_one_is_the_cause()
    {
        var log = Taken("[mp3float @ 0x55d0] [error] Header missing", "[fatal] file:a: b.mp3: Invalid data found");

        Assert.Equal(2, log.ErrorCount);
        Assert.Equal("Invalid data found", log.Cause);
    }

    [Theory]
    [InlineData("[error] http://me:key@a.org:80/x?token=1: Connection refused", "Connection refused")]
    [InlineData("[error] Opening 'https://me:key@a.org/x?token=1' failed", "Opening 'https://a.org/x' failed")]
    [InlineData("[hls @ 0x1] [error] Error when loading first segment 'http://a.org/0.ts?token=1'",
        "a playlist whose segments are not there")]
    public void Of_an_address_nothing_is_told_that_may_be_secret(string line, string cause)
    {
        var log = Taken(line);

        Assert.Equal(cause, log.Cause);
        Assert.DoesNotContain(log.Errors, error => error.Contains("token", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Errors, error => error.Contains("key", StringComparison.Ordinal));
    }

    [Fact]
    public void The_stated_duration_may_exceed_a_day() => Assert.Equal(
        TimeSpan.FromHours(30) + TimeSpan.FromSeconds(1.5),
        Taken("[info]   Duration: 30:00:01.50, start: 0.000000, bitrate: 128 kb/s").StatedDuration);

    [Theory]
    [InlineData("[info]   Duration: N/A, bitrate: N/A")]
    [InlineData("[info]   Duration: 00:00:NaN, start: 0")]
    [InlineData("[info]   Duration: 00:00:1e9, start: 0")]
    public void A_duration_that_is_none_is_not_taken(string line) => Assert.Null(Taken(line).StatedDuration);

    [Fact]
    public void A_guessed_duration_and_one_of_pictures_are_not_taken()
    {
        const string Duration = "[info]   Duration: 00:01:00.00, start: 0.000000";

        Assert.Null(Taken(Duration, "[mp3 @ 0x1] [warning] Estimating duration from bitrate").StatedDuration);
        Assert.Null(Taken(Duration, "[info]   Stream #0:1: Video: h264, yuv420p").StatedDuration);
        Assert.NotNull(Taken(Duration, "[info]   Stream #0:1: Video: mjpeg (attached pic)").StatedDuration);
    }

    [Fact]
    public void An_interrupt_is_noticed() =>
        Assert.True(Taken("[info] Exiting normally, received signal 2.").WasInterrupted);

    [Theory]
    [InlineData("[info]     comment         : Exiting normally, received signal 2.")]
    [InlineData("[info]     comment         : [error] moov atom not found")]
    [InlineData("[info]     comment         : Stream #0:1: Video: h264")]
    [InlineData("[info]     comment         :   Duration: 00:00:01.00, start: 0")]
    [InlineData("[info]                     : Estimating duration from bitrate")]
    public void What_a_tag_says_is_taken_for_nothing_else(string line)
    {
        var log = Taken("[info]   Duration: 00:01:00.00, start: 0.000000", line);

        Assert.Equal(TimeSpan.FromMinutes(1), log.StatedDuration);
        Assert.False(log.WasInterrupted);
        Assert.Equal(0, log.ErrorCount);
    }

    private static FfmpegLog Taken(params string[] lines)
    {
        var log = new FfmpegLog();
        foreach (var line in lines)
        {
            log.Take(line);
        }

        return log;
    }
}
