using System.Globalization;
using Earmark.Cli.Output;
using Spectre.Console;
using Text = Earmark.Server.Contracts.Text;

namespace Earmark.Cli.Verbs;

/// <summary>Shows how far an export, an import or a merge is: a bar on a terminal, else a line now and then.</summary>
/// <param name="showsBar">Whether there is a terminal, and nothing else is written to it.</param>
internal sealed class TransferWatch(Terminal terminal, bool showsBar, TimeSpan noteInterval)
    : IProgress<TransferProgress>
{
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _lastNote = TimeProvider.System.GetTimestamp();
    private ProgressTask? _bar;

    /// <summary>What is being done: "exporting", or what is imported.</summary>
    public string Stage { get; set; } = "";

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Does the work and shows what it reports.</summary>
    public async Task RunAsync(Func<Task> work)
    {
        if (!showsBar)
        {
            await work();
            return;
        }

        await Bar.On(terminal).StartAsync(context =>
        {
            _bar = context.AddTask(Markup.Escape(Stage));
            return work();
        });
    }

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        if (_bar is { } bar)
        {
            bar.IsIndeterminate = value.Share is null;
            bar.Value = 100 * (value.Share ?? 0);
            bar.Description = Markup.Escape(Describe(value));
        }
        else if (TimeProvider.System.GetElapsedTime(_lastNote) >= noteInterval)
        {
            terminal.Note(Describe(value));
            _lastNote = TimeProvider.System.GetTimestamp();
        }
    }

    /// <summary>"music.earmark: 1,200 tracks, 45 %".</summary>
    private string Describe(TransferProgress value)
    {
        var share = value.Share is { } known
            ? string.Create(CultureInfo.InvariantCulture, $", {Math.Floor(100 * known):0} %")
            : "";
        return $"{Stage}: {Text.Count(value.TracksDone, "track")}{share}";
    }
}
