using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
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
        Assert.Empty(takes[1].OtherOffsets);
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_repeats_the_one_wins_under_which_nothing_goes_missing(int noiseSeed)
    {
        // An opening of 30 s, then the same 24 s again and again. Laid one repeat too early, 70 s agree instead of 60,
        // but the end of the opening does not.
        var loop = Composer.Compose(3).Sound.Cut(8, 24).ToMono();
        var opening = Composer.Compose(8).Sound.Cut(0, 30).ToMono();
        var whole = OneAfterTheOther([opening, .. Enumerable.Repeat(loop, 6)]);
        var a = _takes.Write("a.wav", whole.Cut(0, 100), noiseSeed: noiseSeed);
        var b = _takes.Write("b.wav", whole.Cut(40, 110), noiseSeed: 2 * noiseSeed);

        var take = (await Synchronizer.SyncAsync([a, b]))[1];
        var mirrored = (await Synchronizer.SyncAsync([b, a]))[1];

        Assert.Equal(40, take.Offset, 0.001);
        Assert.Equal(-40, mirrored.Offset, 0.001);
        Assert.DoesNotContain(take.OtherOffsets, offset => offset < 40);
        Assert.DoesNotContain(mirrored.OtherOffsets, offset => offset > -40);
    }

    [Fact]
    public async Task Of_a_short_loop_there_are_many_places_and_the_opening_says_which_is_right()
    {
        var loop = Composer.Compose(3).Sound.Cut(8, 8).ToMono();
        var opening = Composer.Compose(8).Sound.Cut(0, 30).ToMono();
        var whole = OneAfterTheOther([opening, .. Enumerable.Repeat(loop, 20)]);
        var a = _takes.Write("a.wav", whole.Cut(0, 170));
        var b = _takes.Write("b.wav", whole.Cut(10, 170));

        Assert.Equal(10, (await Synchronizer.SyncAsync([a, b]))[1].Offset, 0.001);
        Assert.Equal(-10, (await Synchronizer.SyncAsync([b, a]))[1].Offset, 0.001);
    }

    [Fact]
    public async Task Of_a_loop_the_longest_overlap_wins_and_the_other_offsets_are_told()
    {
        var loop = Composer.Compose(3).Sound.Cut(8, 20).ToMono();
        var whole = OneAfterTheOther([.. Enumerable.Repeat(loop, 5)]);
        var a = _takes.Write("a.wav", whole.Cut(0, 60));
        var b = _takes.Write("b.wav", whole.Cut(26, 60));

        var take = (await Synchronizer.SyncAsync([a, b]))[1];

        Assert.Equal(6, take.Offset, 0.001);
        Assert.Contains(take.OtherOffsets, offset => Math.Abs(offset - 26) < 0.001);
        Assert.Contains(take.OtherOffsets, offset => Math.Abs(offset + 14) < 0.001);
    }

    [Fact]
    public async Task Silence_overlaps_with_nothing()
    {
        var a = _takes.Write("a.wav", seed: 3, start: 0, duration: 20);
        var silence = _takes.Write("silence.wav", new Sound(new float[441_000], 1));

        Assert.False((await Synchronizer.SyncAsync([a, silence]))[1].IsPlaced);
        Assert.False((await Synchronizer.SyncAsync([silence, a]))[1].IsPlaced);
    }

    private static Sound OneAfterTheOther(Sound[] parts) =>
        parts[0] with { Samples = [.. parts.SelectMany(part => part.Samples)] };

    public void Dispose() => _takes.Dispose();
}
