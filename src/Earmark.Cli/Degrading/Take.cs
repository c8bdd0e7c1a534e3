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

    /// <summary>What this share of the clip's samples does not exceed, above or below 0.</summary>
    /// <param name="share">0 … 1.</param>
    public float Level(double share)
    {
        var levels = new float[Length];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = Math.Abs(Clip[i]);
        }

        Array.Sort(levels);
        return levels.Length > 0 ? levels[(int)(share * (levels.Length - 1))] : 0;
    }

    /// <summary>Multiplies everything.</summary>
    public Take Amplify(double gain)
    {
        var amplified = new float[Samples.Length];
        for (var i = 0; i < amplified.Length; i++)
        {
            amplified[i] = (float)(gain * Samples[i]);
        }

        return this with { Samples = amplified };
    }

    /// <summary>Cuts off what lies beyond a limit, above or below 0, and multiplies.</summary>
    public Take Clamp(float limit, float gain)
    {
        var clamped = new float[Samples.Length];
        for (var i = 0; i < clamped.Length; i++)
        {
            clamped[i] = gain * Math.Clamp(Samples[i] / limit, -1, 1);
        }

        return this with { Samples = clamped };
    }

    /// <summary>A clip from the same place with fewer samples, and as many after it.</summary>
    public Take Shorten(int length) => length < Length
        ? new Take(Samples[..(Samples.Length - (Length - length))], Start, length)
        : this;

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
