namespace Earmark.Comparing;

/// <summary>The time of one recording as a line over that of another: other = Offset + Factor · time.</summary>
/// <param name="Offset">The other's time at time 0, in seconds.</param>
/// <param name="Factor">The other's seconds per second.</param>
internal readonly record struct Line(double Offset, double Factor)
{
    /// <summary>The other's time of a time.</summary>
    public double Map(double time) => Offset + (Factor * time);

    /// <summary>The time that has this other time.</summary>
    public double Unmap(double other) => (other - Offset) / Factor;

    /// <summary>The line the other way: from other times to times.</summary>
    public Line Inverse() => new(-Offset / Factor, 1 / Factor);

    /// <summary>The line through both: from this one's time to the next one's other time.</summary>
    public Line Then(Line next) => new(next.Map(Offset), next.Factor * Factor);
}
