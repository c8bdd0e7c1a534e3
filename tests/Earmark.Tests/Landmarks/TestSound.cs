namespace Earmark.Tests.Landmarks;

/// <summary>Sound made of whole numbers alone, so that it is the same samples on every machine.</summary>
internal static class TestSound
{
    /// <summary>Notes that begin, glide and die away, four at a time, over a little noise. 8 kHz, mono.</summary>
    public static float[] Notes(uint seed, double seconds)
    {
        var random = seed;
        var samples = new float[(int)(seconds * 8000)];
        var (phases, rates, levels) = (new uint[4], new uint[4], new int[4]);
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = (int)(Next() >> 22) - 512;
            for (var voice = 0; voice < 4; voice++)
            {
                if ((i + (voice * 700)) % 2400 == 0)
                {
                    // 100 to 3,900 Hz, gliding up a little in the note.
                    rates[voice] = (uint)((100 + (Next() >> 8) % 3800) * (uint.MaxValue / 8000));
                    levels[voice] = 1 << 22;
                }

                phases[voice] += rates[voice];
                rates[voice] += rates[voice] >> 17;
                levels[voice] -= levels[voice] >> 11;
                var triangle = (int)(phases[voice] >> 16) - 32768;
                sum += (Math.Abs(triangle) - 16384) * (levels[voice] >> 10) >> 13;
            }

            samples[i] = sum / 32768f;
        }

        return samples;

        uint Next() => random = (random * 1664525) + 1013904223;
    }
}
