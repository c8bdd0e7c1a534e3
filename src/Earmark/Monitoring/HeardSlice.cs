using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Monitoring;

/// <summary>A few seconds of a source as they were heard: made once, and looked at by all that follow.</summary>
/// <param name="Start">When it begins, on the source's clock, in seconds.</param>
/// <param name="Clip">Its peaks and its map; frames count from the slice's first.</param>
/// <param name="Peaks">At the density of a query. By frame, then by frequency.</param>
/// <param name="Volumes">Root mean square of each tick. Shape [ticks].</param>
internal sealed record HeardSlice(double Start, QueryClip Clip, Peak[] Peaks, float[] Volumes)
{
    /// <summary>Frames of a slice (2.56 s); the last one of a source may have fewer.</summary>
    public const int FrameCountMax = 160;

    /// <summary>Frames of a tick, which evidence is told by (0.256 s).</summary>
    public const int TickFrames = 16;

    /// <summary>Frames that it has.</summary>
    public int FrameCount => Clip.Exceedance.FrameCount;

    /// <summary>Ticks that begin in it.</summary>
    public int TickCount => (FrameCount + TickFrames - 1) / TickFrames;

    /// <summary>When it ends.</summary>
    public double Stop => Start + Clip.Duration;

    /// <summary>In seconds.</summary>
    public double TickDuration => TickFrames * Clip.Profile.FrameDuration;
}
