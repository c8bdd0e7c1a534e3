using System.CommandLine;

namespace Earmark.Cli.Verbs;

/// <summary>The option of all verbs that take tracks over.</summary>
internal static class ConflictOption
{
    private static readonly string[] Words =
        [.. Enum.GetNames<ConflictRule>().Select(name => name.ToLowerInvariant())];

    /// <summary>--on-conflict.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>("--on-conflict")
        {
            Description = "What becomes of a track whose ref id another recording of the library has: " +
                "it is left out, takes its place, or ends the work",
            HelpName = string.Join('|', Words),
            DefaultValueFactory = _ => new ImportOptions().OnConflict.ToString().ToLowerInvariant(),
        };
        option.AcceptOnlyFromAmong(Words);
        return option;
    }

    /// <summary>What was chosen.</summary>
    public static ImportOptions Read(string word) =>
        new() { OnConflict = Enum.Parse<ConflictRule>(word, ignoreCase: true) };
}
