namespace Earmark.Matching;

/// <summary>How much of a clip is looked up: more finds more of what noise has buried, and costs more.</summary>
/// <param name="PeakRate">Peaks that take part, per second: those of lower rank.</param>
/// <param name="FanOut">Targets that each anchor takes.</param>
/// <param name="DelayReach">Cells of delay on either side of a pair's own that are looked up too.</param>
/// <param name="HitLimit">
/// Hits of one search at most, in a library of 10,000 songs; see <see cref="VoteBudget"/> for larger ones.
/// </param>
internal readonly record struct SearchDensity(int PeakRate, int FanOut, int DelayReach, int HitLimit)
{
    /// <summary>Enough for a clip that can be heard well: some 640 pairs per second.</summary>
    public static SearchDensity Sparse { get; } = new(50, 14, DelayReach: 1, HitLimit: 1_200_000);

    /// <summary>For what the sparse search does not settle: some 2,900 pairs per second.</summary>
    public static SearchDensity Dense { get; } = new(100, 30, DelayReach: 2, HitLimit: 5_000_000);

    /// <summary>For many warps, one after the other: the strongest peaks alone, some 280 pairs per second.</summary>
    public static SearchDensity Strong { get; } = new(30, 10, DelayReach: 1, HitLimit: 300_000);

    /// <summary>What a track itself would keep of the clip, as it stands: some 60 pairs per second.</summary>
    public static SearchDensity Light(FingerprintProfile profile) =>
        new(profile.ReferencePeakRate, profile.ReferenceFanOut, DelayReach: 0, HitLimit: 300_000);
}
