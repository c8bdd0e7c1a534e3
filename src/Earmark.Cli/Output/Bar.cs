using Spectre.Console;

namespace Earmark.Cli.Output;

/// <summary>The bar that every long piece of work is watched by, on standard error.</summary>
internal static class Bar
{
    /// <summary>A bar that is gone again once the work is done; start it with the work.</summary>
    public static Progress On(Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Notes) });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(),
                new ProgressBarColumn { Width = 20 },
                new TaskDescriptionColumn { Alignment = Justify.Left });
    }
}
