using CsCheck;
using Earmark.Landmarks;

namespace Earmark.Tests.Landmarks;

public sealed class LandmarkGridTests
{
    private static readonly LandmarkGrid Grid = LandmarkGrid.For(FingerprintProfile.Full);

    private static readonly Gen<Peak> AnyPeak =
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 8191]).Select((frame, step) => new Peak(frame, (ushort)step, 0));

    [Fact]
    public void Every_key_unpacks_to_the_cells_it_was_packed_of()
    {
        var keys = 0;
        for (var anchor = 0; anchor < 512; anchor++)
        {
            // Each triple of cells at the edges of the other two, and a spread between them.
            for (var step = 0; step < 258; step += step is 0 or 256 ? 1 : 17)
            {
                for (var delay = 0; delay < 96; delay += 5, keys++)
                {
                    var key = Grid.Pack(anchor, step, delay)!.Value;
                    Assert.InRange(key, 0, FingerprintProfile.Full.KeyCount - 1);
                    Assert.Equal((anchor, step, delay), Grid.Unpack(key));
                }
            }
        }

        Assert.Equal(0, Grid.Pack(0, 0, 0));
        Assert.Equal(FingerprintProfile.Full.KeyCount - 1, Grid.Pack(511, 257, 95));
    }

    [Fact]
    public void Every_key_packs_to_itself() => Gen.Int[0, FingerprintProfile.Full.KeyCount - 1].Sample(key =>
    {
        var (anchor, step, delay) = Grid.Unpack(key);

        Assert.Equal(key, Grid.Pack(anchor, step, delay));
    });

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(512, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 258, 0)]
    [InlineData(0, 0, -1)]
    [InlineData(0, 0, 96)]
    public void Cells_off_the_grid_have_no_key(int anchor, int step, int delay) =>
        Assert.Null(Grid.Pack(anchor, step, delay));

    [Fact]
    public void Keys_are_those_of_the_definition() => Gen.Select(AnyPeak, AnyPeak).Sample((anchor, target) =>
        Assert.Equal(
            Reference.LandmarkPairer.Key(anchor, target, FingerprintProfile.Full), Grid.Key(anchor, target)));

    [Fact]
    public void No_anchor_in_the_band_hangs_on_the_last_bit_of_a_logarithm()
    {
        // Logarithms may differ between machines by 10⁻¹⁶ or so; the cell they fall into must not.
        for (var step = 24 * Peak.StepsPerBin; step <= 1000 * Peak.StepsPerBin; step++)
        {
            var cell = Grid.Cells(Grid.Scale(step), Grid.Scale(step), 1).Anchor;
            Assert.InRange(Math.Abs(cell - Math.Round(cell)), 1e-9, 1);
        }
    }

    [Fact]
    public void A_pair_on_one_pitch_is_in_the_middle_of_the_steps_exactly()
    {
        for (var step = 24 * Peak.StepsPerBin; step <= 1000 * Peak.StepsPerBin; step++)
        {
            Assert.Equal(128, Grid.Cells(Grid.Scale(step), Grid.Scale(step), 1).Step);
        }
    }

    [Fact]
    public void The_grid_of_a_profile_is_made_once() =>
        Assert.Same(Grid, LandmarkGrid.For(FingerprintProfile.Full with { }));
}
