using Earmark.Audio;
using Earmark.Cli.Output;
using Earmark.Cli.Verbs;

namespace Earmark.Tests.Cli;

public sealed class PcmArgumentTests
{
    [Fact]
    public void A_format_is_encoding_rate_and_channels() =>
        Assert.Equal(new PcmFormat(SampleEncoding.Signed16, 44100, 2), PcmArgument.Parse("s16le:44100:2"));

    [Fact]
    public void Every_encoding_has_a_name() =>
        Assert.Equal(Enum.GetValues<SampleEncoding>().Order(), PcmText.Encodings.Values.Order());

    [Theory]
    [InlineData("")]
    [InlineData("s16le")]
    [InlineData("s16be:44100:2")]
    [InlineData("s16le:44100:0")]
    [InlineData("s16le:-1:2")]
    [InlineData("s16le:44100:2:1")]
    public void What_is_no_format_is_refused_with_an_example(string text) => Assert.Contains(
        "s16le:44100:2", Assert.Throws<UsageException>(() => PcmArgument.Parse(text)).Message,
        StringComparison.Ordinal);
}
