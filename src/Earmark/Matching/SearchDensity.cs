namespace Earmark.Matching;

/// <summary>How much of a clip is looked up: more finds more of what noise has buried, and costs more.</summary>
/// <param name="PeakRate">Peaks that take part, per second: those of lower rank.</param>
/// <param name="FanOut">Targets that each anchor takes.</param>
/// <param name="DelayReach">Cells of delay on either side of a pair's own that are looked up too.</param>
internal readonly record struct SearchDensity(int PeakRate, int FanOut, int DelayReach)
{
    /// <summary>Enough for a clip that can be heard well: some 640 pairs per second.</summary>
    public static SearchDensity Sparse { get; } = new(50, 14, DelayReach: 1);

    /// <summary>For what the sparse search does not settle: some 2,900 pairs per second.</summary>
    public static SearchDensity Dense { get; } = new(100, 30, DelayReach: 2);

    /// <summary>For many warps, one after the other: the strongest peaks alone, some 280 pairs per second.</summary>
    public static SearchDensity Strong { get; } = new(30, 10, DelayReach: 1);
}
