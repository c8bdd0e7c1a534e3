using Earmark.Cli.Report;
using Earmark.Spectral;

namespace Earmark.Tests.Cli;

public sealed class HeardGridTests
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    [Theory]
    [InlineData(0, 0, 0, 9)] // the first frame and the lowest bin: bottom left
    [InlineData(99, 976, 9, 0)]
    [InlineData(55, 0, 5, 9)]
    public void One_loud_cell_is_bright_however_small_the_picture(int frame, int bin, int column, int row)
    {
        var grid = HeardGrid.Of(Record(frame, bin), Full, (0, 1.6), columns: 10, rows: 10, HeardGrid.Range);

        Assert.Equal((10, 10), (grid.Columns, grid.Rows));
        var brightest = grid.Levels.Index().MaxBy(cell => cell.Item);
        Assert.Equal((column, row), (brightest.Index % 10, brightest.Index / 10));
        Assert.Equal(255, brightest.Item);
        Assert.Equal(99, grid.Levels.Count(level => level == grid.Levels.Min()));
    }

    [Fact]
    public void A_span_is_cut_out_and_is_never_larger_than_what_was_heard()
    {
        var grid = HeardGrid.Of(Record(55, 0), Full, (0.8, 0.96), columns: 700, rows: 5000, HeardGrid.Range);

        Assert.Equal((10, Full.BinCount), (grid.Columns, grid.Rows));
        Assert.Equal(5, Array.IndexOf(grid.Levels, (byte)255) % 10);
    }

    private static ContrastRecord Record(int loudFrame, int loudBin)
    {
        var record = new ContrastRecord(Full);
        for (var frame = 0; frame < 100; frame++)
        {
            var row = new float[Full.BinCount];
            row[loudBin] = frame == loudFrame ? 9 : 0;
            record.Add(row);
        }

        return record;
    }
}
