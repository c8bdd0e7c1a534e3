using System.Text.RegularExpressions;

namespace Earmark.Tests.House;

/// <summary>Who may use whom: a stage itself and the stages before it; the library nothing that talks.</summary>
internal static partial class Layering
{
    /// <summary>The stages in the order that data flows.</summary>
    public static IReadOnlyList<string> Stages { get; } =
        ["Audio", "Spectral", "Landmarks", "Indexing", "Matching", "Comparing", "Monitoring"];

    private static readonly string[] Outward =
        ["Console.", "System.Text.Json", "System.Net", "Microsoft.Extensions", "Microsoft.AspNetCore", "[Json"];

    /// <summary>Stages that the source of a stage names though they come after it.</summary>
    /// <param name="stage">The stage that the source belongs to.</param>
    public static IEnumerable<string> LaterStages(string stage, string source)
    {
        var index = Stages.ToList().IndexOf(stage);
        var code = WithoutComments(source);
        return Stages
            .Skip(index + 1)
            .Where(later => Regex.IsMatch(code, $@"\bEarmark\.{later}\b|(?<![\w.]){later}\.[A-Z]"));
    }

    /// <summary>What the source of the library names though it belongs to the faces.</summary>
    public static IEnumerable<string> OutwardNames(string source)
    {
        var code = WithoutComments(source);
        // The search path is how a program is found, not how the library is configured.
        var variables = Variable().Matches(code)
            .Select(match => match.Value)
            .Where(call => !call.EndsWith("(\"PATH\"", StringComparison.Ordinal));
        return Outward.Where(name => Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(name)}")).Concat(variables);
    }

    /// <summary>Whether the source names a folder of the command line, or a type such as Terminal.</summary>
    public static bool Names(string source, string other) =>
        Regex.IsMatch(WithoutComments(source), $@"\bEarmark\.Cli\.{other}\b|\b{other} \w+[,)]");

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"(?<![:""])//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"Environment\s*\.\s*GetEnvironmentVariables?\s*\((""\w+"")?")]
    private static partial Regex Variable();
}
