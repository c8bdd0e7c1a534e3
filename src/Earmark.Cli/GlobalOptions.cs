using System.CommandLine;
using Earmark.Cli.Output;

namespace Earmark.Cli;

/// <summary>The options that every verb takes.</summary>
internal sealed class GlobalOptions
{
    /// <summary>The variable that names the library when --library does not.</summary>
    public const string LibraryVariable = "EARMARK_LIBRARY";

    /// <summary>More would gain nothing on any machine, and each one takes memory.</summary>
    private const int ThreadsMax = 1024;

    private static readonly string[] FormatNames =
        [.. Enum.GetNames<OutputFormat>().Select(name => name.ToLowerInvariant())];

    private readonly Option<string> _library = new("--library", "-l")
    {
        Description = $"Folder of the library, or redis://HOST:PORT,…/NAME; ${LibraryVariable} sets another default",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => DefaultLibrary(),
    };

    private readonly Option<string> _format = new("--format", "-f")
    {
        Description = "How results are written; json is one object a line",
        HelpName = string.Join('|', FormatNames),
        Recursive = true,
        DefaultValueFactory = _ => FormatNames[0],
    };

    private readonly Option<int> _threads = new("--threads", "-j")
    {
        Description = "Files worked on at the same time",
        HelpName = "N",
        Recursive = true,
        DefaultValueFactory = _ => Math.Min(new StoreOptions().Threads, ThreadsMax),
        Validators =
        {
            result =>
            {
                var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "1";
                if (!int.TryParse(text, out var count) || count is < 1 or > ThreadsMax)
                {
                    result.AddError($"--threads {text} cannot be; expected a number from 1 to {ThreadsMax}.");
                }
            },
        },
    };

    /// <summary>Makes every verb below <paramref name="root"/> take them.</summary>
    public void AddTo(Command root)
    {
        _format.AcceptOnlyFromAmong(FormatNames);
        root.Options.Add(_library);
        root.Options.Add(_format);
        root.Options.Add(_threads);
    }

    /// <summary>Folder of the library, or its address.</summary>
    /// <exception cref="UsageException">It is no path at all.</exception>
    public string Library(ParseResult parsed) =>
        GivenPath.Demand(parsed.GetRequiredValue(_library), _library.Name);

    /// <summary>How results are written.</summary>
    public OutputFormat Format(ParseResult parsed) =>
        Enum.Parse<OutputFormat>(parsed.GetRequiredValue(_format), ignoreCase: true);

    /// <summary>Files worked on at the same time, 1 to 1,024.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    /// <summary>The variable's folder, else one in the user's data folder.</summary>
    public static string DefaultLibrary()
    {
        var own = Environment.GetEnvironmentVariable(LibraryVariable);
        const Environment.SpecialFolder Data = Environment.SpecialFolder.LocalApplicationData;
        return string.IsNullOrEmpty(own)
            ? Path.Combine(Environment.GetFolderPath(Data, Environment.SpecialFolderOption.DoNotVerify), "earmark")
            : own;
    }
}
