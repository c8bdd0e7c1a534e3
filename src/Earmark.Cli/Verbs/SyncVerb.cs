using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Comparing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark sync`: how several recordings of one event lie beside each other.</summary>
internal static class SyncVerb
{
    /// <summary>Above it a figure of chance says nothing more.</summary>
    private const double LeastLogChance = -99;

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var takes = new Argument<string[]>("TAKE")
        {
            Description = "Recordings of one event, the one to go by first",
            Arity = ArgumentArity.OneOrMore,
        };
        const string Description =
            "Find offsets and clock drift between recordings of one event; exit code 0 if all overlap, 1 if not";
        var command = new Command("sync", Description) { takes };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetRequiredValue(takes), global.Format(parsed), terminal, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] paths, OutputFormat format, Terminal terminal, CancellationToken ct)
    {
        if (paths.Length < 2)
        {
            throw new UsageException("sync was given one recording; expected two or more of the same event.");
        }

        var takes = await Synchronizer.SyncAsync([.. paths.Select(path => GivenPath.Demand(path, "sync"))], ct);
        foreach (var warning in takes.SelectMany(take => take.Warnings))
        {
            terminal.Note($"earmark: {warning}");
        }

        var command = takes.Count(take => take.IsPlaced) > 1 ? AlignCommand.For(takes) : null;
        if (format == OutputFormat.Human)
        {
            Describe(takes, command, terminal);
        }
        else
        {
            Write(takes, command, format, terminal);
        }

        return takes.All(take => take.IsPlaced) ? ExitCode.Success : ExitCode.NoMatch;
    }

    private static void Write(
        IReadOnlyList<SyncedTake> takes, string? command, OutputFormat format, Terminal terminal)
    {
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(CompareCsv.SyncHeader);
        }

        foreach (var (i, take) in takes.Index())
        {
            var line = CompareMap.ToLine(take, i == 0 ? command : null);
            terminal.Results.WriteLine(
                format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(CompareCsv.Fields(line)));
        }
    }

    private static void Describe(IReadOnlyList<SyncedTake> takes, string? command, Terminal terminal)
    {
        terminal.Tell($"{takes[0].Path}: {Text.Clock(takes[0].Duration)}, the one to go by");
        foreach (var take in takes.Skip(1))
        {
            if (take.IsPlaced)
            {
                terminal.Tell(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{take.Path}: begins at {Number(take.Offset, "0.0000")} s ± {1000 * take.OffsetError:0.0} ms"));
                terminal.Tell($"  {Clock(take)}");
                terminal.Tell($"  {Evidence(take, takes[0])}");
                if (take.OtherOffsets.Count > 0)
                {
                    terminal.Tell($"  {Ambiguity(take)}");
                }
            }
            else
            {
                terminal.Tell($"{take.Path}: overlaps with none of the others, as far as can be heard");
            }
        }

        if (command is not null)
        {
            terminal.Tell("");
            terminal.Tell("Makes files that all begin together and run on one clock:");
            terminal.Tell($"  {command}");
        }
    }

    private static string Clock(SyncedTake take) => take.DriftError is { } error
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"clock {Number(take.Drift, "0.00")} ± {error:0.00} ppm " +
            $"({(take.Drift >= 0 ? "slow" : "fast")}: {Math.Abs(3.6 * take.Drift):0} ms in an hour)")
        : "the drift of the clock cannot be told from this overlap";

    private static string Evidence(SyncedTake take, SyncedTake first)
    {
        var by = take.By == first.Path ? "" : $" with {take.By}";
        var chance = Math.Max(LeastLogChance, take.LogChance);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"overlap {Text.Clock(take.Overlap)}{by}: {Windows(take)}, " +
            $"by chance once in 10^{-chance:0}{(chance > take.LogChance ? " or rarer" : "")}");
    }

    private static string Ambiguity(SyncedTake take)
    {
        const int Told = 7;
        var offsets = take.OtherOffsets.Take(Told).Select(offset => $"{Number(offset, "0.0000")} s");
        var more = take.OtherOffsets.Count > Told ? $" and {take.OtherOffsets.Count - Told} more" : "";
        return $"ambiguous, as the music repeats itself: it fits as well at {string.Join(", ", offsets)}{more}";
    }

    private static string Windows(SyncedTake take) => take.WindowCount > 0
        ? $"{take.AgreeingCount} of {take.WindowCount} windows of sound agree"
        : "peaks agree, though the sound does not";

    /// <summary>No minus before nothing.</summary>
    private static string Number(double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text.TrimStart('-') : text.Replace('-', '−');
    }
}
