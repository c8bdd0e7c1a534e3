using CsCheck;
using Earmark.Landmarks;

namespace Earmark.Tests.Landmarks;

/// <summary>Constellations without any sound behind them.</summary>
internal static class TestConstellation
{
    private const int LowestStep = 25 * Peak.StepsPerBin;
    private const int StepLimit = 1000 * Peak.StepsPerBin;

    /// <summary>Small and crowded, with ranks that tie.</summary>
    public static Gen<Constellation> Any { get; } =
        from frameCount in Gen.Int[1, 300]
        from rankCount in Gen.Int[1, 50]
        from peaks in Gen
            .Select(Gen.Int[0, frameCount - 1], Gen.Int[LowestStep, StepLimit - 1], Gen.Int[0, rankCount - 1])
            .Array[0, 120]
        select Of(peaks.Select(p => new Peak(p.Item1, (ushort)p.Item2, (byte)p.Item3)), frameCount);

    /// <summary>Peaks anywhere in the band: 20 per second, the density of a reference.</summary>
    public static Constellation Random(int seed, double seconds)
    {
        var frameCount = (int)(seconds / FingerprintProfile.Full.FrameDuration);
        return Of(RandomPeaks(new Random(seed), (int)(20 * seconds), frameCount), frameCount);
    }

    /// <summary>
    /// Semitones on a beat of 0.16 s, as dense as <see cref="Random"/>: music that has much in common with other such.
    /// </summary>
    public static Constellation Tonal(int seed, double seconds)
    {
        var random = new Random(seed);
        var frameCount = (int)(seconds / FingerprintProfile.Full.FrameDuration);
        var notes = Enumerable.Range(0, (int)(20 * seconds)).Select(_ =>
        {
            var hertz = 110 * Math.Pow(2, random.Next(60) / 12.0);
            var step = (ushort)Math.Round(hertz * Peak.StepsPerBin / FingerprintProfile.Full.BinWidth);
            return new Peak(random.Next(frameCount / 10) * 10, step, (byte)random.Next(20));
        });
        return Of(notes.DistinctBy(note => (note.Frame, note.Step)), frameCount);
    }

    /// <summary>
    /// What a bad recording of some frames leaves: a share of the peaks, moved a little, among others.
    /// </summary>
    public static Constellation Clip(
        Constellation constellation,
        int firstFrame,
        int frameCount,
        int seed = 1,
        double keptShare = 1,
        int falseCount = 0)
    {
        // Not the numbers that made the constellation: false peaks must be false.
        var random = new Random(seed + 1_000_003);
        var kept = constellation.Peaks
            .Where(peak => peak.Frame >= firstFrame && peak.Frame < firstFrame + frameCount)
            .Where(_ => random.NextDouble() < keptShare)
            .Select(peak => peak with
            {
                Frame = peak.Frame - firstFrame,
                Step = (ushort)(peak.Step + (keptShare < 1 ? random.Next(-2, 3) : 0)),
            });
        return Of([.. kept, .. RandomPeaks(random, falseCount, frameCount)], frameCount);
    }

    /// <summary>One after the other.</summary>
    public static Constellation Join(Constellation first, Constellation second)
    {
        var later = second.Peaks.Select(peak => peak with { Frame = peak.Frame + first.FrameCount });
        return Of([.. first.Peaks, .. later], first.FrameCount + second.FrameCount);
    }

    /// <summary>Played faster and sounding higher by factors; what leaves the band or its start is lost.</summary>
    public static Constellation Changed(Constellation constellation, double timeFactor, double frequencyFactor)
    {
        // Frames are named by their first sample, but it is their middle, 8 frames on, that a change moves. What
        // sounds is not on the grid of frames: without a random place in them, roundings add up to a drift.
        var random = new Random(constellation.FrameCount);
        var changed = constellation.Peaks
            .Select(peak => (
                Frame: (int)Math.Round(((peak.Frame + 8 + random.NextDouble() - 0.5) / timeFactor) - 8),
                Step: (int)Math.Round(peak.Step * frequencyFactor),
                peak.Rank))
            .Where(peak => peak.Frame >= 0 && peak.Step is >= LowestStep and < StepLimit)
            .Select(peak => new Peak(peak.Frame, (ushort)peak.Step, peak.Rank));
        return Of(changed, (int)Math.Round(constellation.FrameCount / timeFactor));
    }

    private static IEnumerable<Peak> RandomPeaks(Random random, int count, int frameCount)
    {
        for (var i = 0; i < count; i++)
        {
            var (frame, step) = (random.Next(frameCount), random.Next(LowestStep, StepLimit));
            yield return new Peak(frame, (ushort)step, (byte)random.Next(20));
        }
    }

    private static Constellation Of(IEnumerable<Peak> peaks, int frameCount) =>
        new([.. peaks.OrderBy(peak => peak.Frame).ThenBy(peak => peak.Step)], frameCount);
}
