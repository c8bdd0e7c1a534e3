using Earmark.Cli.Pictures;

namespace Earmark.Cli.Report;

/// <summary>What a chart shows of its data, the first layer at the bottom. Values are those of its axes.</summary>
internal abstract record Layer
{
    /// <summary>Draws it.</summary>
    public abstract IEnumerable<Mark> Draw(Plot plot);

    /// <summary>A line from place to place, such as the diagonal of a right answer.</summary>
    public sealed record Path(Ink Ink, IReadOnlyList<(double X, double Y)> Points) : Layer
    {
        public double Width { get; init; } = 1.2;

        public double Dash { get; init; }

        public double Opacity { get; init; } = 1;

        /// <inheritdoc/>
        public override IEnumerable<Mark> Draw(Plot plot) =>
        [
            new Mark.Line(Ink, [.. Points.Select(point => plot.At(point.X, point.Y))], Width)
            {
                Dash = Dash,
                Opacity = Opacity,
            },
        ];
    }

    /// <summary>Equal dots.</summary>
    public sealed record Scatter(Ink Ink, IEnumerable<(double X, double Y)> Points, double Radius) : Layer
    {
        public DotShape Shape { get; init; }

        public double Opacity { get; init; } = 1;

        /// <inheritdoc/>
        public override IEnumerable<Mark> Draw(Plot plot) =>
        [
            new Mark.Dots(Ink, [.. Points.Select(point => plot.At(point.X, point.Y))], Radius, Shape)
            {
                Opacity = Opacity,
            },
        ];
    }

    /// <summary>A rectangle between two corners: a bar of a histogram or of a row.</summary>
    public sealed record Bar(Ink Ink, double FromX, double FromY, double ToX, double ToY, string? Note = null) : Layer
    {
        /// <summary>What is taken off each of its four sides, in pixels.</summary>
        public (double X, double Y) Inset { get; init; }

        public double Opacity { get; init; } = 1;

        /// <inheritdoc/>
        public override IEnumerable<Mark> Draw(Plot plot)
        {
            var (left, right) = Ends(plot.X(FromX), plot.X(ToX), Inset.X);
            var (top, bottom) = Ends(plot.Y(FromY), plot.Y(ToY), Inset.Y);
            yield return new Mark.Box(Ink, left, top, right - left, bottom - top) { Opacity = Opacity, Note = Note };
        }

        private static (double, double) Ends(double a, double b, double inset)
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            inset = Math.Min(inset, (high - low) / 3);
            return (low + inset, Math.Max(high - inset, low + inset + 0.5));
        }
    }

    /// <summary>Levels over the whole plot.</summary>
    public sealed record Heat(LevelGrid Grid) : Layer
    {
        /// <inheritdoc/>
        public override IEnumerable<Mark> Draw(Plot plot) =>
            [new Mark.Cells(plot.Left, plot.Top, plot.Width, plot.Height, Grid)];
    }

    /// <summary>Words at a place.</summary>
    public sealed record Label(Ink Ink, double X, double Y, string Text) : Layer
    {
        public Anchor Anchor { get; init; }

        /// <summary>From the place to the words, in pixels.</summary>
        public (double X, double Y) Shift { get; init; }

        /// <inheritdoc/>
        public override IEnumerable<Mark> Draw(Plot plot) =>
        [
            new Mark.Words(Ink, plot.X(X) + Shift.X, plot.Y(Y) + Shift.Y, Text, Anchor) { IsBold = true },
        ];
    }
}
