using System.CommandLine;
using Earmark.Cli.Output;
using Earmark.Cli.Report;
using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark explain`: why a clip is named as it is, or not.</summary>
internal static class ExplainVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var file = new Argument<string>("CLIP")
        {
            Description = "The clip, any format FFmpeg reads; - reads standard input",
        };
        var track = new Option<string?>("--track")
        {
            Description = "Explain why this track of the library is named, or why not; without it, the best one",
            HelpName = "REF",
        };
        var pictures = new Option<string?>("--pictures")
        {
            Description = "Write the pictures into this folder, each as SVG and as PNG",
            HelpName = "FOLDER",
        };
        var report = new Option<string?>("--report")
        {
            Description = "Write all of it as one page to this file",
            HelpName = "FILE",
        };
        var command = new Command(
            "explain", "Show why a clip is named, or not; exit code 0 if it is, 1 if it is not, 2 if it is unreadable")
        {
            file, track, pictures, report,
        };
        var clip = new ClipArguments();
        clip.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var name = GivenPath.Demand(parsed.GetRequiredValue(file), "explain");
            var options = clip.Read(parsed) with { KeepsContrast = true };
            var folderOfPictures = parsed.GetValue(pictures) is { } given
                ? GivenPath.Demand(given, pictures.Name)
                : null;
            var files = new ExplainFiles(folderOfPictures, ResultFile.Of(parsed, report));
            var writer = new ExplainWriter(terminal, global.Format(parsed), files);
            files.Prepare();
            var folder = global.Library(parsed);
            using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
            var refId = parsed.GetValue(track);
            var asked = refId is null ? null : library.Find(refId) ?? throw new UsageException(
                $"There is no track {refId} in {folder}; expected a ref id that `earmark list` shows.");
            var answer = await AskAsync(library, name, options, ct);
            var account = await Task.Run(() => Account(library, answer, asked, options.Match, ct), ct);
            writer.Write(account);
            return account.IsNamed ? ExitCode.Success : ExitCode.NoMatch;
        });
        return command;
    }

    private static async Task<QueryAnswer> AskAsync(
        Library library, string name, QueryOptions options, CancellationToken ct)
    {
        if (name != "-")
        {
            return await library.QueryAsync(name, options, ct);
        }

        await using var input = new InterruptibleInput(Console.OpenStandardInput(), ct);
        return await library.QueryAsync(input, name, options, ct);
    }

    private static Account Account(
        Library library, QueryAnswer answer, Track? asked, MatchOptions options, CancellationToken ct)
    {
        var contenders = answer.Evidence.Contenders;
        var chosen = asked is null
            ? contenders.Count > 0 ? contenders[0] : null
            : contenders.FirstOrDefault(contender => contender.Match.Track.Id == asked.Id)
                ?? library.Consider(answer, asked.RefId, options, ct);
        var explanation = chosen is null ? null : library.Explain(answer.Heard, chosen.Match);
        return new Account(answer, chosen, explanation, library.Profile, options)
        {
            Asked = asked is null ? null : Text.Name(asked),
        };
    }
}
