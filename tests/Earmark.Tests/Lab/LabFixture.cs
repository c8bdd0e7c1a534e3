using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Earmark.Tests.Lab;

/// <summary>What NumPy and SciPy make of a signal: files that bench/lab_reference.py has written.</summary>
internal static class LabFixture
{
    /// <summary>The script's signal: two triangle waves that jump, and noise, in whole numbers.</summary>
    public static double[] Signal(int count = 32_000)
    {
        var (state, phases, steps) = (1L, new long[2], new long[2]);
        var samples = new double[count];
        for (var i = 0; i < count; i++)
        {
            for (var tone = 0; tone < 2; tone++)
            {
                if (i % 1500 == 0)
                {
                    Step();
                    steps[tone] = 800 + ((state >> 16) % 20000);
                }

                phases[tone] = (phases[tone] + steps[tone]) % 65536;
            }

            Step();
            var noise = ((state >> 16) % 8192) - 4096;
            samples[i] = (Math.Abs(phases[0] - 32768) + Math.Abs(phases[1] - 32768) - 32768 + noise) / 65536.0;
        }

        return samples;

        void Step() => state = ((state * 1103515245) + 12345) % (1L << 31);
    }

    /// <summary>The numbers of a file.</summary>
    public static T[] Read<T>(string name, [CallerFilePath] string thisFile = "")
        where T : struct =>
        MemoryMarshal.Cast<byte, T>(
            File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(thisFile)!, "Fixtures", name))).ToArray();

    /// <summary>The largest difference, over the largest number expected.</summary>
    public static double Difference(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        var (wanted, found) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(wanted.Length, found.Length);
        return wanted.Zip(found, (a, b) => Math.Abs(a - b)).Max() / wanted.Max(Math.Abs);
    }
}
