using Earmark.Spectral;

namespace Earmark.Server.Contracts;

/// <summary>From the contrast of what was heard to what is told of it.</summary>
internal static class ContrastMap
{
    private const double LowestNats = -4;
    private const double NatsPerLevel = 0.125;

    /// <summary>All cells, or of each rectangle of them the greatest where there are more than wanted.</summary>
    public static ContrastLine ToLine(
        ContrastRecord contrast, int framesMax = int.MaxValue, int binsMax = int.MaxValue)
    {
        var profile = contrast.Profile;
        var pooled = contrast.Pool(0, contrast.FrameCount, framesMax, binsMax);
        return new ContrastLine(
            pooled.FrameCount,
            pooled.BinCount,
            profile.FrameDuration * contrast.FrameCount / Math.Max(1, pooled.FrameCount),
            profile.LowestBin * profile.BinWidth,
            profile.BinWidth * profile.BinCount / pooled.BinCount,
            LowestNats,
            NatsPerLevel,
            Array.ConvertAll(pooled.Cells, ToLevel));
    }

    private static byte ToLevel(float nats) => (byte)Math.Clamp((nats - LowestNats) / NatsPerLevel, 0, 255);
}
