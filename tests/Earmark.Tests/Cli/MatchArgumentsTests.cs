using System.CommandLine;
using Earmark.Cli.Verbs;
using Earmark.Matching;

namespace Earmark.Tests.Cli;

public sealed class MatchArgumentsTests
{
    [Theory]
    [InlineData("", MatchOptions.Balanced, false)]
    [InlineData("--threshold balanced", MatchOptions.Balanced, false)]
    [InlineData("--threshold certain --wide", MatchOptions.Certain, true)]
    [InlineData("--wide --threshold 0.003", 0.003, true)]
    public void A_threshold_is_a_name_or_a_number(string line, double maxEValue, bool isWide)
    {
        var arguments = new MatchArguments();
        var command = new Command("query");
        arguments.AddTo(command);

        Assert.Equal(
            new MatchOptions { MaxEValue = maxEValue, Wide = isWide }, arguments.Read(command.Parse(line)));
    }
}
