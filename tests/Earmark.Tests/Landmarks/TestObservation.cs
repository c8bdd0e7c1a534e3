using Earmark.Landmarks;
using Earmark.Spectral;

namespace Earmark.Tests.Landmarks;

/// <summary>Observations without any sound behind them: constellations in noise.</summary>
internal static class TestObservation
{
    /// <summary>Contrast of noise, in nats: the logarithm of exponentially distributed power.</summary>
    private static readonly float[] Noise =
        [.. Enumerable.Range(0, 4096).Select(i => (float)Math.Log(-Math.Log((i + 0.5) / 4096)))];

    /// <summary>Every peak rises out of the noise at its frame and bin, and nothing else does.</summary>
    public static Observation Of(Constellation constellation, int seed = 1) =>
        new(constellation, Contrast(constellation, seed));

    /// <summary>For what never looks at the map.</summary>
    public static Observation PeaksOnly(Constellation constellation)
    {
        var profile = FingerprintProfile.Full;
        var contrast = new ContrastRecord(profile);
        for (var frame = 0; frame < constellation.FrameCount; frame++)
        {
            contrast.Add(new float[profile.BinCount]);
        }

        return new(constellation, contrast);
    }

    /// <summary>What stands out where the peaks of <paramref name="heard"/> sound over noise.</summary>
    public static ContrastRecord Contrast(Constellation heard, int seed = 1)
    {
        var profile = FingerprintProfile.Full;
        var contrast = new ContrastRecord(profile);
        var peaks = heard.Peaks.ToLookup(peak => peak.Frame);
        var row = new float[profile.BinCount];
        var state = ((uint)seed * 2654435761u) | 1;
        for (var frame = 0; frame < heard.FrameCount; frame++)
        {
            Fill(row, ref state);
            foreach (var peak in peaks[frame])
            {
                // Above all of the noise, by as much as luck has it.
                var bin = ((peak.Step + (Peak.StepsPerBin / 2)) / Peak.StepsPerBin) - profile.LowestBin;
                row[bin] = 3 + (Next(ref state) % 1024 / 256f);
            }

            contrast.Add(row);
        }

        return contrast;
    }

    private static void Fill(float[] row, ref uint state)
    {
        for (var bin = 0; bin < row.Length; bin++)
        {
            row[bin] = Noise[Next(ref state) % 4096];
        }
    }

    private static uint Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        return state ^= state << 5;
    }
}
