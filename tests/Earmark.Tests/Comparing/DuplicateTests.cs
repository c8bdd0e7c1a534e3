using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Comparing;

namespace Earmark.Tests.Comparing;

public sealed class DuplicateTests : IDisposable
{
    private readonly ComposedTakes _takes = new();

    [Fact]
    public async Task Copies_excerpts_and_shared_parts_are_found_and_nothing_else()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            _takes.Write($"piece{seed}.wav", seed, 0, 100);
        }

        _takes.Write("trimmed copy of 1.wav", 1, 3, 90);
        _takes.Write("fast copy of 2.wav", 2, 0, 100, speed: 1.02);
        var (own, sample) = (Composer.Compose(7).Sound.ToMono(), Composer.Compose(3).Sound.Cut(20, 30).ToMono());
        _takes.Write("7 with 30 s of 3.wav", own with { Samples = [.. own.Samples, .. sample.Samples] });

        var pairs = await FindAsync();

        Assert.Equal(
            [
                ("fast copy of 2", "piece2", SharedKind.Copy),
                ("piece1", "trimmed copy of 1", SharedKind.Copy),
                ("7 with 30 s of 3", "piece3", SharedKind.Part),
            ],
            pairs.Select(Named).OrderBy(pair => pair.Kind).ThenBy(pair => pair.Item1));
        var fast = pairs.Single(pair => Named(pair).Item1 == "fast copy of 2");
        Assert.Equal(1.02, fast.A.RefId == "piece2" ? fast.Speed : 1 / fast.Speed, 0.001);
        Assert.InRange(pairs.Single(pair => pair.Kind == SharedKind.Part).Overlap, 20, 35);
    }

    [Fact]
    public async Task The_best_copy_is_the_whole_one_of_the_higher_rate()
    {
        _takes.Write("a.wav", 1, 0, 60);
        _takes.Write("b.wav", Composer.Compose(1).Sound.Cut(0, 60));
        _takes.Write("c.wav", Composer.Compose(1).Sound.Cut(0, 54));

        var group = Assert.Single(DuplicateGroups.Of(await FindAsync()));

        Assert.Equal(["b", "a", "c"], group.Select(track => track.RefId));
    }

    private async Task<IReadOnlyList<SharedPair>> FindAsync()
    {
        using var library = Library.Open(Path.Combine(_takes.Folder, "library"));
        await foreach (var _ in library.StoreAllAsync(Directory.GetFiles(_takes.Folder)))
        {
        }

        return await library.FindDuplicatesAsync(threads: 2);
    }

    private static (string, string, SharedKind Kind) Named(SharedPair pair)
    {
        string[] names = [pair.A.RefId, pair.B.RefId];
        Array.Sort(names, StringComparer.Ordinal);
        return (names[0], names[1], pair.Kind);
    }

    public void Dispose() => _takes.Dispose();
}
