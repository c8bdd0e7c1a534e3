namespace Earmark.Cli.Pictures;

/// <summary>Marks on a sheet, the first at the bottom: what <see cref="Svg"/> and <see cref="Raster"/> draw.</summary>
/// <param name="Title">Said to those who do not see it.</param>
internal sealed record Drawing(string Title, double Width, double Height, IReadOnlyList<Mark> Marks);
