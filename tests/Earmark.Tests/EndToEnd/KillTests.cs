using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>A store that is ended from outside keeps what it reported.</summary>
public sealed class KillTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    // In milliseconds: making a library takes about as long, and storing a track less.
    private const int LastMoment = 40;

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task A_killed_store_leaves_what_it_reported_whole_and_once()
    {
        var random = new Random(1);
        for (var round = 0; round < 5; round++)
        {
            var library = Path.Combine(_folder.Path, $"library {round}");
            using var store = CliProcess.Store(library, tracks.Music, tracks.Silence);
            store.WaitForLines(random.Next(1, ShortTracks.Count));
            await Task.Delay(random.Next(LastMoment));
            store.Kill();
            Assert.NotEqual(0, store.WaitForEnd());

            await tracks.AssertHoldsAsync(library, store.Stored);
        }
    }

    [Fact]
    public async Task A_store_killed_while_it_makes_the_library_leaves_a_place_for_one()
    {
        var random = new Random(2);
        for (var round = 0; round < 3; round++)
        {
            var library = Path.Combine(_folder.Path, $"library {round}");
            using var store = CliProcess.Store(library, tracks.Music);
            store.WaitFor(library);
            await Task.Delay(random.Next(LastMoment));
            store.Kill();
            store.WaitForEnd();

            await tracks.AssertHoldsAsync(library, store.Stored);
        }
    }

    [UnixTheory]
    [InlineData(2)] // SIGINT
    [InlineData(15)] // SIGTERM
    public async Task An_interrupted_store_says_so_and_keeps_what_it_reported(int signal)
    {
        using var store = CliProcess.Store(_folder.Library, tracks.Music, tracks.Silence);
        store.WaitForLines(3);
        store.Send(signal);

        Assert.Equal(2, store.WaitForEnd());
        Assert.StartsWith("Interrupted. Stored ", store.Notes[^1], StringComparison.Ordinal);
        Assert.NotEmpty(store.Stored);
        await tracks.AssertHoldsAsync(_folder.Library, store.Stored);
    }

    public void Dispose() => _folder.Dispose();
}
