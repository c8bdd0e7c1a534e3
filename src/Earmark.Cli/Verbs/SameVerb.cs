using System.CommandLine;
using System.Globalization;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Comparing;

namespace Earmark.Cli.Verbs;

/// <summary>`earmark same`: whether two recordings share anything, what, and how each plays it.</summary>
internal static class SameVerb
{
    /// <summary>A factor nearer to 1 than this is an error of the fit, not a change.</summary>
    private const double Unchanged = 0.0015;

    /// <summary>The verb.</summary>
    public static Command Create(GlobalOptions global, Terminal terminal)
    {
        var a = new Argument<string>("A") { Description = "A recording, any format FFmpeg reads" };
        var b = new Argument<string>("B") { Description = "Another one" };
        const string Description =
            "Compare two recordings: what they share, where, at what speed and pitch; exit code 1 if nothing";
        var command = new Command("same", Description) { a, b };
        command.SetAction((parsed, ct) => RunAsync(
            GivenPath.Demand(parsed.GetRequiredValue(a), "same"),
            GivenPath.Demand(parsed.GetRequiredValue(b), "same"),
            global.Format(parsed),
            terminal,
            ct));
        return command;
    }

    private static async Task<int> RunAsync(
        string a, string b, OutputFormat format, Terminal terminal, CancellationToken ct)
    {
        var comparison = await Comparison.OfAsync(a, b, ct);
        foreach (var warning in comparison.Warnings)
        {
            terminal.Note($"earmark: {warning}");
        }

        var line = CompareMap.ToLine(comparison);
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(line));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(CompareCsv.SameHeader);
                foreach (var row in CompareCsv.Fields(line).Select(Csv.Row))
                {
                    terminal.Results.WriteLine(row);
                }

                break;
            default:
                Describe(comparison, terminal);
                break;
        }

        return comparison.Stretches.Count > 0 ? ExitCode.Success : ExitCode.NoMatch;
    }

    private static void Describe(Comparison comparison, Terminal terminal)
    {
        terminal.Tell($"A  {Text.Clock(comparison.DurationA),8}  {comparison.PathA}");
        terminal.Tell($"B  {Text.Clock(comparison.DurationB),8}  {comparison.PathB}");
        terminal.Tell(Verdict(comparison));
        foreach (var stretch in comparison.Stretches)
        {
            terminal.Tell(
                $"  A {Range(stretch.StartA, stretch.StopA)} is B {Range(stretch.StartB, stretch.StopB)}" +
                Changes(stretch));
        }
    }

    private static string Verdict(Comparison comparison) => CompareMap.Relation(comparison) switch
    {
        "same" => "The same recording.",
        "b_in_a" => $"B is contained in A ({Percent(comparison.ShareA)} of it).",
        "a_in_b" => $"A is contained in B ({Percent(comparison.ShareB)} of it).",
        "parts" => $"They share {Percent(comparison.ShareA)} of A and {Percent(comparison.ShareB)} of B.",
        _ => "They share no recording, as far as can be heard.",
    };

    private static string Changes(Stretch stretch)
    {
        var speed = Change(stretch.Speed, "faster", "slower");
        var semitones = 12 * Math.Log2(stretch.Pitch);
        var pitch = Math.Abs(stretch.Pitch - 1) < Unchanged
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Abs(semitones):0.##} semitones {(semitones > 0 ? "higher" : "lower")}");
        return (speed, pitch) switch
        {
            (null, null) => ", at the same speed and pitch",
            (_, null) => $", B plays {speed}, at the same pitch",
            (null, _) => $", B plays {pitch}, at the same speed",
            _ => $", B plays {speed} and {pitch}",
        };
    }

    private static string? Change(double factor, string above, string below) => Math.Abs(factor - 1) < Unchanged
        ? null
        : string.Create(
            CultureInfo.InvariantCulture, $"{100 * Math.Abs(factor - 1):0.0} % {(factor > 1 ? above : below)}");

    private static string Range(double start, double stop) => $"{Text.Clock(start)}–{Text.Clock(stop)}";

    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}
