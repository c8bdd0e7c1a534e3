using Earmark.Cli.Contracts;
using Earmark.Indexing;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>How many threads work changes how long it takes, and nothing else.</summary>
public sealed class ThreadCountTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Any_number_of_threads_stores_the_same_bytes_and_gives_the_same_answers()
    {
        var one = await StoreAsync("one", threads: 1);
        var five = await StoreAsync("five", threads: 5);

        Assert.Equal(Segments(one), Segments(five));
        Assert.Equal(Ask(one, threads: 1), Ask(five, threads: 5));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> StoreAsync(string name, int threads)
    {
        var folder = Path.Combine(_folder.Path, name);
        using var library = Library.Open(folder);
        await library.StoreAllAsync([tracks.Music], new StoreOptions { Threads = threads }).ToListAsync();
        library.Compact();
        return folder;
    }

    private static List<string> Segments(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(folder, SegmentFolder.Name))
            .Select(file => Convert.ToHexString(File.ReadAllBytes(file)))];

    private List<string> Ask(string folder, int threads)
    {
        var clips = Directory.EnumerateFiles(tracks.Music).Order(StringComparer.Ordinal)
            .Select(file => tracks.ClipOf(Path.GetFileNameWithoutExtension(file)));
        using var query = CliProcess.Start("query", folder, ["-v", "-j", $"{threads}", .. clips]);
        Assert.Equal(0, query.WaitForEnd());
        var answers = query.Answers.Select(answer => answer with { Seconds = new SecondsLine(0, 0, 0, 0) }).ToList();
        Assert.Equal(ShortTracks.Count, answers.Count);
        return answers.ConvertAll(answer => CliJson.Serialize(answer));
    }
}
