using System.Globalization;
using System.Text.RegularExpressions;
using Earmark.Cli.Pictures;
using Earmark.Tests.House;

namespace Earmark.Tests.Cli.Pictures;

public sealed class InksTests
{
    private static readonly string Style = Repository.Read("src/Earmark.Cli/Report/report.css");

    [Fact]
    public void Paper_has_the_colors_that_the_page_has_in_light()
    {
        var light = Regex.Matches(Style[..Style.IndexOf("@media", StringComparison.Ordinal)],
                @"--(?<name>\w+): #(?<color>[0-9a-f]{6})")
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["color"].Value);

        foreach (var ink in Enum.GetValues<Ink>().Where(ink => ink != Ink.White))
        {
            Assert.Equal(light[Inks.Name(ink)], Inks.Rgb(ink).ToString("x6", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void The_page_has_a_rule_for_every_ink() => Assert.All(
        Enum.GetValues<Ink>(), ink => Assert.Contains($".{Inks.Name(ink)} {{ color:", Style, StringComparison.Ordinal));
}
