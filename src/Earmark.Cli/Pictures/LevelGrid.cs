namespace Earmark.Cli.Pictures;

/// <summary>Levels by row and column, as indices into <see cref="ColorMap.Palette"/>.</summary>
/// <param name="Levels">Shape [rows, columns], the top row first.</param>
internal sealed record LevelGrid(int Columns, int Rows, byte[] Levels)
{
    /// <summary>The grid as a PNG file.</summary>
    public byte[] ToPng()
    {
        var file = new MemoryStream();
        Png.WriteIndexed(file, Columns, Rows, Levels, ColorMap.Palette);
        return file.ToArray();
    }
}
