namespace Earmark.Cli.Report;

/// <summary>Where in a drawing a chart's values lie. In pixels of the drawing.</summary>
internal readonly record struct Plot(Axis XAxis, Axis YAxis, double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>Where a value lies; what is beyond the axis lies at its end.</summary>
    public double X(double value) => Left + (Share(XAxis, value) * Width);

    /// <inheritdoc cref="X"/>
    public double Y(double value) => Bottom - (Share(YAxis, value) * Height);

    public (double X, double Y) At(double x, double y) => (X(x), Y(y));

    private static double Share(Axis axis, double value) =>
        Math.Clamp((value - axis.Low) / (axis.High - axis.Low), 0, 1);
}
