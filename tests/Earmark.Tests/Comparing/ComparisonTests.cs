using Earmark.Comparing;

namespace Earmark.Tests.Comparing;

public sealed class ComparisonTests : IDisposable
{
    private readonly ComposedTakes _takes = new();

    [Fact]
    public async Task An_excerpt_that_plays_faster_is_found_with_its_speed_and_pitch()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 60);
        var b = _takes.Write("b.wav", seed: 3, start: 15, duration: 32, speed: 1.03, noiseSeed: 1);

        var stretch = Assert.Single((await Comparison.OfAsync(a, b)).Stretches);

        Assert.InRange(stretch.StartA, 14, 18);
        Assert.InRange(stretch.StopA, 44, 47.5);
        Assert.Equal(1.03, stretch.Speed, 0.003);
        Assert.Equal(1.03, stretch.Pitch, 0.003);
    }

    [Fact]
    public async Task Which_is_asked_about_which_changes_nothing_but_the_sides()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 60);
        var b = _takes.Write("b.wav", seed: 3, start: 15, duration: 30);

        var (one, two) = (await Comparison.OfAsync(a, b), await Comparison.OfAsync(b, a));

        Assert.Equal(one.ShareA, two.ShareB);
        Assert.Equal(one.ShareB, two.ShareA);
        Assert.True(one.ShareB > 0.9);
        Assert.InRange(one.ShareA, 0.4, 0.6);
    }

    [Fact]
    public async Task Other_music_shares_nothing()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 60);
        var b = _takes.Write("b.wav", seed: 8, start: 0, duration: 60);

        var comparison = await Comparison.OfAsync(a, b);

        Assert.Empty(comparison.Stretches);
        Assert.Equal(0, comparison.ShareA);
    }

    public void Dispose() => _takes.Dispose();
}
