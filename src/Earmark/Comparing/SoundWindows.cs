using Earmark.Audio;

namespace Earmark.Comparing;

/// <summary>Short windows of a recording's sound, out of one pass through the file.</summary>
internal sealed class SoundWindows
{
    private readonly float[][] _windows;
    private readonly long[] _starts;
    private readonly int _sampleRate;

    private SoundWindows(int sampleRate, long[] starts, float[][] windows) =>
        (_sampleRate, _starts, _windows) = (sampleRate, starts, windows);

    /// <summary>Reads the windows around some times; what lies beyond the recording's ends is silence.</summary>
    /// <param name="times">Middles of the windows, in seconds, ascending. Shape [windows].</param>
    /// <param name="length">Of a window, in samples.</param>
    /// <exception cref="AudioException">The recording cannot be read.</exception>
    public static SoundWindows Read(
        string path, FingerprintProfile profile, double[] times, int length, CancellationToken cancellation)
    {
        var starts = Array.ConvertAll(times, time => (long)Math.Round(time * profile.SampleRate) - (length / 2));
        var windows = Array.ConvertAll(starts, _ => new float[length]);
        using var audio = ComparedRecording.Open(path, profile, cancellation);
        var block = new float[profile.SampleRate];
        var (position, first) = (0L, 0);
        while (first < starts.Length && ClipWalk.Fill(audio, block) is > 0 and var count)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = first; i < starts.Length && starts[i] < position + count; i++)
            {
                Copy(block.AsSpan(0, count), position, windows[i], starts[i]);
            }

            position += count;
            while (first < starts.Length && starts[first] + length <= position)
            {
                first++;
            }
        }

        return new SoundWindows(profile.SampleRate, starts, windows);
    }

    /// <summary>Fills a span with the sound around a time, played at a speed; cubic between samples.</summary>
    /// <param name="index">Of the window that the time lies in.</param>
    /// <param name="middle">In seconds of the recording; falls on the middle of <paramref name="sound"/>.</param>
    /// <param name="step">Samples of the recording per sample that is filled.</param>
    public void Resample(int index, double middle, double step, Span<float> sound)
    {
        var window = _windows[index];
        var origin = (middle * _sampleRate) - _starts[index];
        for (var i = 0; i < sound.Length; i++)
        {
            var place = origin + (step * (i - (sound.Length / 2)));
            var floor = (int)Math.Floor(place);
            sound[i] = Cubic(window, floor, (float)(place - floor));
        }
    }

    /// <summary>Catmull and Rom's spline between two samples.</summary>
    private static float Cubic(float[] window, int floor, float t)
    {
        if (floor < 1 || floor + 2 >= window.Length)
        {
            return (uint)floor < (uint)window.Length ? window[floor] : 0;
        }

        float a = window[floor - 1], b = window[floor], c = window[floor + 1], d = window[floor + 2];
        return b + (0.5f * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
    }

    private static void Copy(ReadOnlySpan<float> block, long position, float[] window, long start)
    {
        var from = Math.Max(start, position);
        var to = Math.Min(start + window.Length, position + block.Length);
        if (to > from)
        {
            block[(int)(from - position)..(int)(to - position)].CopyTo(window.AsSpan((int)(from - start)));
        }
    }
}
