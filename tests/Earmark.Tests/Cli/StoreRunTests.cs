using Earmark.Cli.Output;
using Earmark.Cli.Verbs;

namespace Earmark.Tests.Cli;

public sealed class StoreRunTests : IDisposable
{
    // Results and notes in one, as on a terminal.
    private readonly StringWriter _screen = new() { NewLine = "\n" };

    public void Dispose() => _screen.Dispose();

    [Fact]
    public async Task What_failed_is_listed_after_the_summary_and_not_in_between()
    {
        Assert.True(await Run().RunAsync("lib", _ => Results(null)));

        var lines = Lines();
        Assert.Equal(3, lines.Length);
        Assert.Equal("earmark: b.wav decodes only partly.", lines[0]);
        Assert.EndsWith("; 1 failed. The library is lib.", lines[1], StringComparison.Ordinal);
        Assert.Equal("earmark: a.wav is empty.", lines[2]);
    }

    [Fact]
    public async Task A_library_that_cannot_be_written_still_leaves_the_summary_and_what_failed()
    {
        var fault = new LibraryException("The disk is full.");

        var thrown = await Assert.ThrowsAsync<LibraryException>(() => Run().RunAsync("lib", _ => Results(fault)));

        Assert.Same(fault, thrown);
        Assert.StartsWith("Stopped early. Stored 1 file (", Lines()[1], StringComparison.Ordinal);
        Assert.Equal("earmark: a.wav is empty.", Lines()[2]);
    }

    [Fact]
    public async Task An_interrupted_store_says_that_it_can_go_on()
    {
        Assert.False(await Run().RunAsync("lib", _ => Results(new OperationCanceledException())));
        Assert.StartsWith("Interrupted. Stored 1 file (", Lines()[1], StringComparison.Ordinal);
        Assert.EndsWith("goes on from here.", Lines()[1], StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<StoreResult> Results(Exception? end)
    {
        await Task.Yield();
        yield return new StoreResult(
            "/a.wav", null, StoreStatus.Failed, "a.wav is empty.", TimeSpan.Zero, 0, []);
        yield return new StoreResult(
            "/b.wav", "b", StoreStatus.Stored, null, TimeSpan.FromMinutes(3), 9, ["b.wav decodes only partly."]);
        if (end is not null)
        {
            throw end;
        }
    }

    private StoreRun Run() => new(
        new Terminal(_screen, _screen, IsInteractive: false), OutputFormat.Human, TimeSpan.FromHours(1));

    private string[] Lines() => _screen.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
