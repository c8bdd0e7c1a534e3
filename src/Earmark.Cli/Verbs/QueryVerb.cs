using System.CommandLine;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark query`: names clips.</summary>
internal static class QueryVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Clips to name, any format FFmpeg reads; - reads standard input",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var filesFrom = new Option<string?>("--files-from")
        {
            Description = "Read the names of clips from this file, one a line; - reads them from standard input",
            HelpName = "LIST",
        };
        var verbose = new Option<bool>("--verbose", "-v")
        {
            Description = "Show the evidence, and the best guess where there is no match",
        };
        var command = new Command("query", "Name clips; exit code 0 if one is found, 1 if none, 2 if one is unreadable")
        {
            files, filesFrom, verbose,
        };
        var clip = new ClipArguments();
        clip.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var options = clip.Read(parsed);
            var names = Names(parsed.GetValue(files) ?? [], parsed.GetValue(filesFrom), ct);
            var writer = new AnswerWriter(terminal, global.Format(parsed), parsed.GetValue(verbose));
            return RunAsync(names, options, global.Library(parsed), global.Threads(parsed), writer, ct);
        });
        return command;
    }

    /// <summary>The clips of the command line, then those of the list; blank lines of the list are none.</summary>
    private static List<string> Names(IReadOnlyList<string> files, string? filesFrom, CancellationToken ct)
    {
        var names = files.Select(file => GivenPath.Demand(file, "query")).ToList();
        if (filesFrom is not null)
        {
            const string Option = "--files-from";
            using var list = filesFrom == "-"
                ? new StreamReader(OpenInput(ct))
                : OpenList(GivenPath.Demand(filesFrom, Option));
            while (list.ReadLine() is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    names.Add(GivenPath.Demand(line, Option));
                }
            }
        }

        if (names.Count == 0)
        {
            throw new UsageException("There is nothing to name; expected clips, as FILE… or --files-from LIST.");
        }

        return names.Count(name => name == "-") + (filesFrom == "-" ? 1 : 0) <= 1
            ? names
            : throw new UsageException("Standard input can be read once; it was named as - more than once.");
    }

    private static InterruptibleInput OpenInput(CancellationToken ct) => new(Console.OpenStandardInput(), ct);

    private static StreamReader OpenList(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--files-from {path} cannot be read; expected a text file with a clip a line.");
        }
    }

    /// <summary>Answers come in the order of the names, each as soon as it and all before it are known.</summary>
    private static async Task<int> RunAsync(
        List<string> names,
        QueryOptions options,
        string folder,
        int threads,
        AnswerWriter writer,
        CancellationToken ct)
    {
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        using var slots = new SemaphoreSlim(threads);
        writer.Begin(names.Count);

        // A slow clip may hold up those behind it, but not keep the other threads idle until the window is full.
        var window = 8 * threads;
        var pending = new Queue<Task<QueryOutcome>>();
        try
        {
            foreach (var name in names)
            {
                if (pending.Count == window)
                {
                    writer.Write(await pending.Dequeue());
                }

                pending.Enqueue(AnswerAsync(library, name, options, slots, ct));
            }

            while (pending.Count > 0)
            {
                writer.Write(await pending.Dequeue());
            }
        }
        finally
        {
            // After a fault or an interruption others are still at work in the library that is about to close.
            await Task.WhenAll(pending.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return writer.ExitCode;
    }

    private static async Task<QueryOutcome> AnswerAsync(
        Library library, string name, QueryOptions options, SemaphoreSlim slots, CancellationToken ct)
    {
        await slots.WaitAsync(ct);
        try
        {
            if (name != "-")
            {
                return new QueryOutcome(name, await library.QueryAsync(name, options, ct), null);
            }

            await using var input = OpenInput(ct);
            return new QueryOutcome(name, await library.QueryAsync(input, name, options, ct), null);
        }
        catch (Exception e) when (e is not OperationCanceledException and not LibraryException)
        {
            return new QueryOutcome(name, null, e);
        }
        finally
        {
            slots.Release();
        }
    }
}
