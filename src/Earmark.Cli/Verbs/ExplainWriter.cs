using Earmark.Cli.Contracts;
using Earmark.Cli.Output;
using Earmark.Cli.Report;

namespace Earmark.Cli.Verbs;

/// <summary>Writes why an answer was given: for people, as one JSON object, or as CSV; and its files.</summary>
internal sealed class ExplainWriter(Terminal terminal, OutputFormat format, ExplainFiles files)
{
    private const int ShownRivals = 5;

    /// <summary>Writes all of it.</summary>
    public void Write(Account account)
    {
        foreach (var warning in account.Answer.Warnings)
        {
            terminal.Note($"earmark: {warning}");
        }

        switch (format)
        {
            case OutputFormat.Json:
                terminal.Results.WriteLine(CliJson.Serialize(ExplainMap.ToLine(account)));
                break;
            case OutputFormat.Csv:
                terminal.Results.WriteLine(Csv.SecondHeader);
                foreach (var second in ExplainMap.Seconds(account))
                {
                    terminal.Results.WriteLine(Csv.Row(second));
                }

                break;
            default:
                Describe(account);
                break;
        }

        foreach (var path in files.Write(account))
        {
            terminal.Note($"Wrote {path}.");
        }
    }

    private void Describe(Account account)
    {
        terminal.Tell($"{account.Answer.Query}: {account.Headline}");
        foreach (var reason in account.Reasons())
        {
            terminal.Tell($"  {reason}");
        }

        foreach (var line in ExplainScreen.Lines(account, terminal.Screen))
        {
            // Escape sequences of our own, and nothing out of files or tags.
            terminal.Results.WriteLine(line);
        }

        var contenders = account.Answer.Evidence.Contenders;
        if (contenders.Count > 0)
        {
            terminal.Tell("");
            terminal.Tell("  score   left  track");
            foreach (var contender in contenders.Take(ShownRivals))
            {
                terminal.Tell($"{Account.Nats(contender.Match.Score),7} {Account.Nats(contender.Margin),6}  " +
                    Text.Name(contender.Match.Track));
            }
        }
    }
}
