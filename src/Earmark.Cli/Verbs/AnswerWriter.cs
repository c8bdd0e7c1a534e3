using System.Globalization;
using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Matching;

namespace Earmark.Cli.Verbs;

/// <summary>Writes answers one by one and keeps the exit code.</summary>
internal sealed class AnswerWriter(Terminal terminal, OutputFormat format, bool isVerbose)
{
    private bool _isMatched;
    private bool _isFaulty;
    private bool _namesClips;

    /// <summary>2 if a clip could not be read, else 0 if one was found, else 1.</summary>
    public int ExitCode =>
        _isFaulty ? Output.ExitCode.Error : _isMatched ? Output.ExitCode.Success : Output.ExitCode.NoMatch;

    /// <summary>Writes what stands before the first answer.</summary>
    /// <param name="count">Clips to come; with more than one, people are told which is which.</param>
    public void Begin(int count)
    {
        _namesClips = count > 1;
        if (format == OutputFormat.Csv)
        {
            terminal.Results.WriteLine(Csv.QueryHeader);
        }
    }

    /// <summary>Writes one answer, or why there is none.</summary>
    public void Write(QueryOutcome outcome)
    {
        if (outcome.Answer is { } answer)
        {
            Write(answer);
        }
        else if (outcome.Fault is { } fault)
        {
            Write(outcome.Query, fault);
        }
    }

    private void Write(QueryAnswer answer)
    {
        _isMatched |= answer.Decision != Decision.None;
        foreach (var warning in answer.Warnings)
        {
            terminal.Note($"earmark: {warning}");
        }

        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(Map.ToLine(answer, isVerbose)));
                break;
            case OutputFormat.Csv:
                foreach (var row in Csv.Rows(Map.ToLine(answer)))
                {
                    terminal.Results.WriteLine(row);
                }

                break;
            default:
                Describe(answer);
                break;
        }
    }

    private void Write(string query, Exception fault)
    {
        _isFaulty = true;
        Failure.Report(fault, terminal);
        var line = new QueryErrorLine(query, Failure.Sentence(fault));
        if (format != OutputFormat.Human)
        {
            terminal.Results.WriteLine(format == OutputFormat.Json ? CliJson.Serialize(line) : Csv.Row(line));
        }
    }

    private void Describe(QueryAnswer answer)
    {
        var clip = _namesClips ? $"{answer.Query}: " : "";
        if (answer.Decision == Decision.None)
        {
            terminal.Tell($"{clip}no match");
            if (isVerbose && answer.Evidence.BestGuess is { } guess)
            {
                terminal.Tell($"  best guess: {Text.Name(guess.Track)} at {Text.Clock(guess.Offset)}");
                terminal.Tell(Evidence(guess));
            }
        }

        foreach (var match in answer.Matches)
        {
            terminal.Tell($"{clip}{Name(match, answer.Matches)}");
            terminal.Tell(Place(match));
            if (match.DuplicateOf is { } other)
            {
                terminal.Tell($"  the same recording as {other}");
            }

            if (isVerbose)
            {
                terminal.Tell(Evidence(match));
            }
        }

        if (answer.Decision == Decision.Ambiguous && answer.Matches.Skip(1).Any(match => match.DuplicateOf is null))
        {
            terminal.Tell("  these sound the same here: the clip cannot tell which one it is");
        }

        if (isVerbose)
        {
            DescribeRest(answer);
        }
    }

    private void DescribeRest(QueryAnswer answer)
    {
        if (answer.Evidence.RunnerUp is { } next)
        {
            terminal.Tell($"  runner-up: {Text.Name(next.Track)}, score {Number(next.Score)}");
        }

        var seconds = answer.Seconds;
        terminal.Tell(string.Create(
            CultureInfo.InvariantCulture,
            $"  {1000 * seconds.Total:0} ms: decode {1000 * seconds.Decode:0}, " +
            $"fingerprint {1000 * seconds.Fingerprint:0}, search {1000 * seconds.Search:0}"));
        if (answer.Network is { } network)
        {
            terminal.Tell(
                $"  network: {Text.Count(network.Values, "value")}, {Text.Bytes(network.Bytes)} in " +
                Text.Count(network.RoundTrips, "round trip"));
        }
    }

    /// <summary>Title and artist; where another answer has the same ones, its ref id as well.</summary>
    private static string Name(Match match, IReadOnlyList<Match> all)
    {
        var track = match.Track;
        var name = Text.Name(track);
        var isShared = all.Any(other => other.Track.RefId != track.RefId && Text.Name(other.Track) == name);
        return isShared && name != track.RefId ? $"{name} ({track.RefId})" : name;
    }

    private static string Place(Match match)
    {
        var speed = Factor(match.TimeFactor, "faster", "slower");
        var pitch = Factor(match.FrequencyFactor, "higher", "lower");
        return $"  at {Text.Clock(match.Offset)} of {Text.Clock(match.Track.Duration)}, " +
            $"{Text.Confidence(match.Confidence)}, offset {Number(match.Offset)} s{speed}{pitch}";
    }

    private static string Evidence(Match match) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {match.AlignedPeakCount} peaks aligned over {100 * match.Coverage:0} % of the clip, " +
        $"score {match.Score:0.0}, E-value {match.EValue:0.##e+0}");

    /// <summary>", 5 % faster" where a factor is off by more than the fit of a short clip errs; else nothing.</summary>
    private static string Factor(double factor, string above, string below) => Math.Abs(factor - 1) < 0.005
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture, $", {100 * Math.Abs(factor - 1):0.#} % {(factor > 1 ? above : below)}");

    /// <summary>Two decimals, and no minus before nothing.</summary>
    private static string Number(double value) =>
        (Math.Round(value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture);
}
