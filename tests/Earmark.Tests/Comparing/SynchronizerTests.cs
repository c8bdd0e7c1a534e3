using Earmark.Cli.Degrading;
using Earmark.Comparing;

namespace Earmark.Tests.Comparing;

public sealed class SynchronizerTests : IDisposable
{
    private readonly ComposedTakes _takes = new();

    [Fact]
    public async Task Takes_in_noise_as_loud_as_the_music_lie_where_they_were_cut()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 45, noiseSeed: 1);
        var b = _takes.Write("b.wav", seed: 3, start: 12.3457, duration: 45, noiseSeed: 2);

        var takes = await Synchronizer.SyncAsync([a, b]);

        Assert.True(takes[1].IsPlaced);
        Assert.Equal(12.3457, takes[1].Offset, 0.002);
        Assert.Equal(a, takes[1].By);
        Assert.InRange(takes[1].Overlap, 32, 33);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_measured()
    {
        var a = _takes.Write("a.wav", seed: 5, start: 10, duration: 50);
        var b = _takes.Write("b.wav", seed: 5, start: 2, duration: 56, speed: 44104 / 44100.0);

        var take = (await Synchronizer.SyncAsync([a, b]))[1];

        Assert.Equal(90.7, take.Drift, 3.0);
        Assert.Equal(-8, take.Offset, 0.001);
        Assert.InRange(Math.Abs(take.Drift - 90.70), 0, 3 * take.DriftError!.Value + 0.5);
    }

    [Fact]
    public async Task A_take_that_overlaps_with_the_second_only_is_laid_beside_that()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 24);
        var far = _takes.Write("far.wav", seed: 3, start: 36, duration: 20);
        var b = _takes.Write("b.wav", seed: 3, start: 12, duration: 40);
        var other = _takes.Write("other.wav", seed: 8, start: 0, duration: 40);

        var takes = await Synchronizer.SyncAsync([a, far, b, other]);

        Assert.Equal([true, true, true, false], takes.Select(take => take.IsPlaced));
        Assert.Equal(b, takes[1].By);
        Assert.Equal(36, takes[1].Offset, 0.001);
        Assert.Equal(12, takes[2].Offset, 0.001);
    }

    [Fact]
    public async Task Silence_overlaps_with_nothing()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 20);
        var silence = _takes.Write("silence.wav", new Sound(new float[441_000], 1));

        Assert.False((await Synchronizer.SyncAsync([a, silence]))[1].IsPlaced);
        Assert.False((await Synchronizer.SyncAsync([silence, a]))[1].IsPlaced);
    }

    public void Dispose() => _takes.Dispose();
}
