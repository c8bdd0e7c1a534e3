namespace Earmark.Cli.Pictures;

/// <summary>Something drawn. Lengths are in pixels of the drawing, from its top left corner.</summary>
internal abstract record Mark(Ink Ink)
{
    /// <summary>0 … 1.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>What it says to those who point at it; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>A line from point to point, with round ends.</summary>
    public sealed record Line(Ink Ink, IReadOnlyList<(double X, double Y)> Points, double Width = 1) : Mark(Ink)
    {
        /// <summary>Length of its dashes and gaps; 0 for a whole line.</summary>
        public double Dash { get; init; }
    }

    /// <summary>A filled rectangle.</summary>
    public sealed record Box(Ink Ink, double X, double Y, double Width, double Height) : Mark(Ink);

    /// <summary>Equal marks at many points.</summary>
    public sealed record Dots(
        Ink Ink, IReadOnlyList<(double X, double Y)> Points, double Radius, DotShape Shape = DotShape.Disc) : Mark(Ink);

    /// <summary>A line of words.</summary>
    public sealed record Words(Ink Ink, double X, double Y, string Text, Anchor Anchor = Anchor.Start) : Mark(Ink)
    {
        /// <summary>Height of its letters with what hangs below the line.</summary>
        public double Size { get; init; } = 12;

        public bool IsBold { get; init; }

        /// <summary>Whether it reads from the bottom up.</summary>
        public bool IsUpright { get; init; }
    }

    /// <summary>Levels as colors of <see cref="ColorMap"/>.</summary>
    public sealed record Cells(double X, double Y, double Width, double Height, LevelGrid Grid) : Mark(Ink.Black);
}
