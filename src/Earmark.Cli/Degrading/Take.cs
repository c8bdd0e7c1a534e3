namespace Earmark.Cli.Degrading;

/// <summary>A clip with what sounds before and after it: rooms echo the past, changed tempo needs both.</summary>
/// <param name="Samples">Mono at <see cref="Sound.SampleRate"/>.</param>
/// <param name="Start">Index of the clip's first sample.</param>
/// <param name="Length">Samples of the clip.</param>
internal sealed record Take(float[] Samples, int Start, int Length)
{
    /// <summary>The clip itself.</summary>
    public ReadOnlySpan<float> Clip => Samples.AsSpan(Start, Length);

    /// <summary>The highest sample of the clip, above or below 0.</summary>
    public float Peak
    {
        get
        {
            var highest = 0f;
            foreach (var sample in Clip)
            {
                highest = Math.Max(highest, Math.Abs(sample));
            }

            return highest;
        }
    }

    /// <summary>Multiplies everything.</summary>
    public Take Amplify(double gain) => this with { Samples = [.. Samples.Select(sample => (float)(gain * sample))] };

    /// <summary>Makes it quieter where that is needed for the clip to have no sample beyond this.</summary>
    public Take Limit(float peak) => Peak > peak ? Amplify(peak / Peak) : this;

    /// <summary>The clip, silent where the samples end before it does.</summary>
    public Sound ToSound(int length)
    {
        var sound = new float[length];
        var count = Math.Clamp(Samples.Length - Start, 0, length);
        Samples.AsSpan(Math.Min(Start, Samples.Length), count).CopyTo(sound);
        return new Sound(sound, 1);
    }
}
