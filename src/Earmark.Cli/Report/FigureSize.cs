namespace Earmark.Cli.Report;

/// <summary>How much room a figure has, in pixels, and how long names in it may be, in letters.</summary>
internal sealed record FigureSize(double Width, double Height, int NameLength, int TickCount)
{
    /// <summary>A column of a page, and of print.</summary>
    public static FigureSize Wide { get; } = new(760, 320, 34, 10);

    /// <summary>A telephone.</summary>
    public static FigureSize Narrow { get; } = new(350, 280, 18, 5);
}
