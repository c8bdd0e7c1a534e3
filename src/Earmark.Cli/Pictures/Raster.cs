namespace Earmark.Cli.Pictures;

/// <summary>Draws marks into pixels, with smooth edges: a shape covers of a pixel what its distance says.</summary>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="scale">Pixels to one of the drawing.</param>
internal sealed class Raster(int width, int height, double scale)
{
    /// <summary>Width of the lines of rings and crosses, in pixels of the drawing.</summary>
    public const double OutlineWidth = 1.4;

    private const double BoldWidth = 1.5;
    private const double PlainWidth = 1.05;

    private readonly byte[] _pixels = Paper(width * height);

    /// <summary>The drawing as a PNG file on white paper.</summary>
    /// <param name="scale">Pixels to one of the drawing; 2 is fit for print at half a page's width.</param>
    public static byte[] ToPng(Drawing drawing, double scale = 2)
    {
        var (width, height) = ((int)Math.Ceiling(drawing.Width * scale), (int)Math.Ceiling(drawing.Height * scale));
        var raster = new Raster(width, height, scale);
        foreach (var mark in drawing.Marks)
        {
            raster.Draw(mark);
        }

        var file = new MemoryStream();
        Png.Write(file, width, height, raster._pixels);
        return file.ToArray();
    }

    private void Draw(Mark mark)
    {
        var brush = new Brush(Inks.Rgb(mark.Ink), mark.Opacity);
        switch (mark)
        {
            case Mark.Line { Dash: > 0 } line:
                DrawDashes(line, brush);
                break;
            case Mark.Line line:
                DrawPath(line.Points, line.Width, brush);
                break;
            case Mark.Box box:
                FillBox(box, brush);
                break;
            case Mark.Dots dots:
                foreach (var point in dots.Points)
                {
                    DrawDot(point, dots, brush);
                }

                break;
            case Mark.Words words:
                var pen = (words.IsBold ? BoldWidth : PlainWidth) * Math.Max(1, words.Size / 12);
                foreach (var stroke in StrokeFont.Strokes(words))
                {
                    DrawPath(stroke, pen, brush);
                }

                break;
            case Mark.Cells cells:
                DrawCells(cells);
                break;
            default:
                throw new ArgumentException($"There is no mark {mark.GetType().Name}.", nameof(mark));
        }
    }

    private void DrawPath(IReadOnlyList<(double X, double Y)> points, double lineWidth, Brush brush)
    {
        for (var i = 0; i < Math.Max(1, points.Count - 1) && points.Count > 0; i++)
        {
            DrawSegment(points[i], points[Math.Min(i + 1, points.Count - 1)], lineWidth, brush);
        }
    }

    private void DrawDashes(Mark.Line line, Brush brush)
    {
        for (var i = 0; i + 1 < line.Points.Count; i++)
        {
            var (from, to) = (line.Points[i], line.Points[i + 1]);
            var length = Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));
            for (var at = 0.0; at < length; at += 2 * line.Dash)
            {
                DrawSegment(Along(at), Along(Math.Min(length, at + line.Dash)), line.Width, brush);
            }

            (double X, double Y) Along(double at) =>
                (from.X + ((to.X - from.X) * at / length), from.Y + ((to.Y - from.Y) * at / length));
        }
    }

    private void DrawDot((double X, double Y) point, Mark.Dots dots, Brush brush)
    {
        var (x, y, radius) = (point.X, point.Y, dots.Radius);
        switch (dots.Shape)
        {
            case DotShape.Disc:
                DrawSegment(point, point, 2 * radius, brush);
                break;
            case DotShape.Ring:
                Cover(point, point, radius + OutlineWidth, brush, distance =>
                    Math.Abs(distance - (radius * scale)) - (OutlineWidth * scale / 2));
                break;
            default:
                DrawSegment((x - radius, y - radius), (x + radius, y + radius), OutlineWidth, brush);
                DrawSegment((x - radius, y + radius), (x + radius, y - radius), OutlineWidth, brush);
                break;
        }
    }

    private void DrawSegment((double X, double Y) from, (double X, double Y) to, double lineWidth, Brush brush) =>
        Cover(from, to, lineWidth / 2, brush, distance => distance - (lineWidth * scale / 2));

    /// <summary>Paints around a segment.</summary>
    /// <param name="reach">How far from it anything is painted.</param>
    /// <param name="edge">From a pixel's distance to the segment to that to the shape's edge; below 0 within.</param>
    private void Cover(
        (double X, double Y) from, (double X, double Y) to, double reach, Brush brush, Func<double, double> edge)
    {
        var (x0, y0, x1, y1) = (from.X * scale, from.Y * scale, to.X * scale, to.Y * scale);
        var (dx, dy, margin) = (x1 - x0, y1 - y0, (reach * scale) + 1);
        var square = (dx * dx) + (dy * dy);
        for (var y = First(Math.Min(y0, y1) - margin); y < End(Math.Max(y0, y1) + margin, height); y++)
        {
            for (var x = First(Math.Min(x0, x1) - margin); x < End(Math.Max(x0, x1) + margin, width); x++)
            {
                var (px, py) = (x + 0.5 - x0, y + 0.5 - y0);
                var along = square > 0 ? Math.Clamp(((px * dx) + (py * dy)) / square, 0, 1) : 0;
                var (ex, ey) = (px - (along * dx), py - (along * dy));
                Paint(x, y, brush, 0.5 - edge(Math.Sqrt((ex * ex) + (ey * ey))));
            }
        }
    }

    private void FillBox(Mark.Box box, Brush brush)
    {
        var (left, top) = (box.X * scale, box.Y * scale);
        var (right, bottom) = (left + (box.Width * scale), top + (box.Height * scale));
        for (var y = First(top); y < End(bottom, height); y++)
        {
            for (var x = First(left); x < End(right, width); x++)
            {
                var across = Math.Min(right, x + 1) - Math.Max(left, x);
                var down = Math.Min(bottom, y + 1) - Math.Max(top, y);
                Paint(x, y, brush, across * down);
            }
        }
    }

    private void DrawCells(Mark.Cells cells)
    {
        var (left, top) = ((int)Math.Round(cells.X * scale), (int)Math.Round(cells.Y * scale));
        var (across, down) = ((int)Math.Round(cells.Width * scale), (int)Math.Round(cells.Height * scale));
        var grid = cells.Grid;
        for (var y = Math.Max(0, -top); y < Math.Min(down, height - top); y++)
        {
            for (var x = Math.Max(0, -left); x < Math.Min(across, width - left); x++)
            {
                var level = grid.Levels[(y * grid.Rows / down * grid.Columns) + (x * grid.Columns / across)];
                ColorMap.Palette.Slice(3 * level, 3).CopyTo(_pixels.AsSpan(3 * (((top + y) * width) + left + x)));
            }
        }
    }

    private void Paint(int x, int y, Brush brush, double coverage)
    {
        var share = brush.Opacity * Math.Clamp(coverage, 0, 1);
        if (share <= 0)
        {
            return;
        }

        var pixel = _pixels.AsSpan(3 * ((y * width) + x), 3);
        for (var channel = 0; channel < 3; channel++)
        {
            var value = (brush.Rgb >> (16 - (8 * channel))) & 0xFF;
            pixel[channel] = (byte)Math.Round(pixel[channel] + (share * ((double)value - pixel[channel])));
        }
    }

    private static int First(double place) => Math.Max(0, (int)Math.Floor(place));

    private static int End(double place, int limit) => Math.Min(limit, (int)Math.Ceiling(place));

    private static byte[] Paper(int count)
    {
        var pixels = new byte[3 * count];
        Array.Fill(pixels, byte.MaxValue);
        return pixels;
    }

    private readonly record struct Brush(uint Rgb, double Opacity);
}
