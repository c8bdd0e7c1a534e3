using Earmark.Audio;

namespace Earmark.Comparing;

/// <summary>Windows of two recordings that lie beside each other on a line, and how exactly they do.</summary>
/// <param name="others">Those of the recording whose time is the other.</param>
/// <param name="ours">Those of the recording whose time is mapped.</param>
/// <param name="times">Middles of the windows, in seconds of the latter, ascending. Shape [windows].</param>
internal sealed class WindowPairs(SoundWindows others, SoundWindows ours, double[] times, int sampleRate)
{
    /// <summary>Length of a window, in samples (4.1 s): in noise, longer ones find their place more often.</summary>
    public const int Length = 1 << 15;

    /// <summary>Windows at most: what is held takes 280 KB each, and 100 say the drift to 0.1 ppm.</summary>
    public const int Limit = 120;

    /// <summary>How far around the coarse line is looked, and then around the first fit, in seconds.</summary>
    public const double FirstReach = 0.12;
    public const double SecondReach = 0.02;

    private readonly CrossCorrelator _correlator = new(Length, sampleRate);
    private readonly float[] _other = new float[Length];
    private readonly float[] _own = new float[Length];

    /// <summary>Reads windows of a recording, with what is looked at around them.</summary>
    /// <param name="times">Middles of the windows, in seconds, ascending. Shape [windows].</param>
    /// <exception cref="AudioException">The recording cannot be read.</exception>
    public static SoundWindows Read(
        string path, FingerprintProfile profile, double[] times, CancellationToken cancellation)
    {
        var slack = (int)((FirstReach + SecondReach) * 2 * profile.SampleRate);
        return SoundWindows.Read(path, profile, times, Length + slack, cancellation);
    }

    /// <summary>Half a window, in seconds.</summary>
    public static double HalfLength(FingerprintProfile profile) => Length / 2.0 / profile.SampleRate;

    /// <summary>Middles of windows from end to end of a stretch of time, as many as are useful.</summary>
    /// <param name="first">Middle of the first, in seconds.</param>
    /// <param name="last">Middle of the last; not before the first.</param>
    public static double[] Spread(double first, double last, FingerprintProfile profile)
    {
        // End to end; where only two would fit, three that overlap tell whether one of them is wrong.
        var half = HalfLength(profile);
        var least = last - first > half ? 3 : 1;
        var count = Math.Clamp(1 + (int)((last - first) / (2 * half)), least, Limit);
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = count == 1 ? (first + last) / 2 : first + (i * (last - first) / (count - 1));
        }

        return times;
    }

    /// <summary>Returns where each window lies beside a line; those with silence in them are left out.</summary>
    /// <param name="reach">In seconds.</param>
    public List<SoundPoint> Along(Line line, double reach, CancellationToken cancellation)
    {
        var points = new List<SoundPoint>();
        for (var i = 0; i < times.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var expected = line.Map(times[i]);
            others.Resample(i, expected, 1, _other);
            ours.Resample(i, times[i], 1 / line.Factor, _own);
            if (_correlator.Find(_other, _own, (int)(reach * sampleRate)) is var (lag, likeness))
            {
                points.Add(new SoundPoint(times[i], expected + (lag / sampleRate), likeness));
            }
        }

        return points;
    }
}
