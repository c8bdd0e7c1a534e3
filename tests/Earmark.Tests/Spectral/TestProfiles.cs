namespace Earmark.Tests.Spectral;

/// <summary>Profiles small enough to compute everything by the definition.</summary>
internal static class TestProfiles
{
    /// <summary>23 bins, boxes of 7 frames by 9 bins, neighborhoods of 5 frames by 7 bins.</summary>
    public static FingerprintProfile Small { get; } = new()
    {
        Name = "small",
        WindowLength = 64,
        HopLength = 16,
        LowestBin = 5,
        HighestBin = 27,
        ContrastFrameRadius = 3,
        ContrastBinRadius = 4,
        PeakFrameRadius = 2,
        PeakBinRadius = 3,
    };
}
