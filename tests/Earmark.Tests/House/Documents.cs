using System.CommandLine;
using System.Text.RegularExpressions;

namespace Earmark.Tests.House;

/// <summary>What the documents claim, compared with what there is.</summary>
internal static partial class Documents
{
    /// <summary>Links to files of the repository that do not exist.</summary>
    /// <param name="path">The document, relative to the root.</param>
    /// <param name="exists">Whether a path relative to the root is a file or folder.</param>
    public static IEnumerable<string> DeadLinks(string path, string text, Func<string, bool> exists)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        return Link().Matches(text)
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':'))
            .Where(target => !exists(Path.Combine(folder, Uri.UnescapeDataString(target))));
    }

    /// <summary>Commands in code, such as `earmark frob --now`, whose verb or options the tool does not have.</summary>
    public static IEnumerable<string> UnknownCommands(string text, Command tool)
    {
        var verbs = tool.Subcommands.ToDictionary(verb => verb.Name);
        var global = tool.Options.SelectMany(Names).Append("--help").ToHashSet();
        foreach (var match in Invocation().Matches(text).Cast<Match>())
        {
            var name = match.Groups["verb"].Value;
            if (name.Length > 0 && !verbs.ContainsKey(name))
            {
                yield return match.Value.Trim();
                continue;
            }

            var known = name.Length > 0 ? [.. global, .. verbs[name].Options.SelectMany(Names)] : global;
            foreach (var option in OptionName().Matches(match.Value).Select(found => found.Value.Trim()))
            {
                if (!known.Contains(option))
                {
                    yield return $"{match.Value.Trim()}: {option}";
                }
            }
        }
    }

    private static IEnumerable<string> Names(Option option) => option.Aliases.Append(option.Name);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    // At the start of a code span or of a line of a code block, with or without a prompt.
    [GeneratedRegex(
        @"(?:`|^[ ]*(?:\$ )?)(?:\./)?earmark(?= [a-z-]|`)(?: (?<verb>[a-z]+)\b)?[^`\n|]*", RegexOptions.Multiline)]
    private static partial Regex Invocation();

    [GeneratedRegex(@"(?<= )--?[a-z][a-z-]*")]
    private static partial Regex OptionName();
}
