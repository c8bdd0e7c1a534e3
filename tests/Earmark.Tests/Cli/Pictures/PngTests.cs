using Earmark.Cli.Pictures;

namespace Earmark.Tests.Cli.Pictures;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(300, 70)]
    public void A_picture_in_color_is_read_as_it_was_written(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        new Random(width).NextBytes(pixels);
        var file = new MemoryStream();

        Png.Write(file, width, height, pixels);

        var read = ReadPng.Of(file.ToArray());
        Assert.Equal((width, height, 2), (read.Width, read.Height, read.ColorType));
        Assert.Equal(pixels, read.Pixels);
        Assert.Empty(read.Palette);
    }

    [Fact]
    public void An_indexed_picture_is_read_with_its_palette()
    {
        byte[] palette = [0, 0, 0, 255, 128, 1];
        byte[] pixels = [0, 1, 1, 1, 0, 0];
        var file = new MemoryStream();

        Png.WriteIndexed(file, 2, 3, pixels, palette);

        var read = ReadPng.Of(file.ToArray());
        Assert.Equal((2, 3, 3), (read.Width, read.Height, read.ColorType));
        Assert.Equal(pixels, read.Pixels);
        Assert.Equal(palette, read.Palette);
    }

    [Fact]
    public void The_smallest_picture_is_these_bytes()
    {
        var file = new MemoryStream();

        Png.Write(file, 1, 1, [255, 0, 0]);

        // Signature and header, whose CRC is that of any picture of 1 × 1 in color; and the end that all have.
        Assert.Equal(
            "89504E470D0A1A0A0000000D4948445200000001000000010802000000907753DE",
            Convert.ToHexString(file.ToArray()[..33]));
        Assert.Equal("0000000049454E44AE426082", Convert.ToHexString(file.ToArray()[^12..]));
    }

    [Theory]
    [InlineData(2, 2, 11)]
    [InlineData(0, 2, 0)]
    [InlineData(2, -1, 0)]
    public void Pixels_that_do_not_fill_the_picture_are_refused(int width, int height, int count) =>
        Assert.ThrowsAny<ArgumentException>(() => Png.Write(Stream.Null, width, height, new byte[count]));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(257 * 3)]
    public void A_palette_of_no_or_too_many_colors_is_refused(int length) =>
        Assert.Throws<ArgumentException>(() => Png.WriteIndexed(Stream.Null, 1, 1, [0], new byte[length]));

    [Fact]
    public void A_changed_byte_breaks_a_checksum()
    {
        var file = new MemoryStream();
        Png.Write(file, 1, 1, [1, 2, 3]);
        var bytes = file.ToArray();
        bytes[17]++;

        Assert.Throws<InvalidDataException>(() => ReadPng.Of(bytes));
    }
}
