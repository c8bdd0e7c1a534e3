namespace Earmark.Spectral;

/// <summary>How little of its surroundings reaches each cell of a spectrogram, in time and in frequency.</summary>
/// <remarks>
/// <para>
/// The exceedance probability of a cell is the share of the cells around it that are at least as strong: a rank, so it
/// knows nothing of volume, equalisation or how the noise is distributed. It is taken twice, over the same frequency at
/// other times (±0.5 s) and over other frequencies at the same time (±156 Hz), and the larger counts: a sustained
/// note stands out in frequency alone, a click in time alone, and neither says much of where a recording is.
/// </para>
/// <para>Rounded to <see cref="LevelCount"/> levels.</para>
/// </remarks>
public sealed class ExceedanceMap
{
    private readonly byte[] _levels;

    /// <param name="levels">Shape [frames, bins of the band], or more.</param>
    internal ExceedanceMap(byte[] levels, int firstFrame, int frameCount, FingerprintProfile profile)
    {
        _levels = levels;
        FirstFrame = firstFrame;
        FrameCount = frameCount;
        LowestBin = profile.LowestBin;
        BinCount = profile.BinCount;
    }

    /// <summary>Levels are 0, which nothing around it reaches, to LevelCount − 1.</summary>
    public static int LevelCount => UpperEdges.Length + 1;

    /// <summary>Frame of the recording that the map begins with.</summary>
    public int FirstFrame { get; }

    /// <summary>Frames of the map.</summary>
    public int FrameCount { get; }

    /// <summary>Bin of the transform that the band begins with.</summary>
    public int LowestBin { get; }

    /// <summary>Bins of the band.</summary>
    public int BinCount { get; }

    /// <summary>Where each level but the last ends, as a probability.</summary>
    internal static ReadOnlySpan<double> UpperEdges =>
        [0.02, 0.04, 0.07, 0.11, 0.16, 0.23, 0.3, 0.4, 0.5, 0.65, 0.8];

    /// <summary>Returns the level of a cell.</summary>
    /// <param name="frame">Of the recording: FirstFrame … FirstFrame + FrameCount − 1.</param>
    /// <param name="bin">Bin of the band, 0 … BinCount − 1.</param>
    public int this[int frame, int bin] => _levels[((frame - FirstFrame) * BinCount) + bin];

    /// <summary>Returns one map of several that follow each other; its frames count from 0.</summary>
    internal static ExceedanceMap Join(IReadOnlyList<ExceedanceMap> maps, FingerprintProfile profile)
    {
        var frameCount = maps.Sum(map => map.FrameCount);
        var levels = new byte[frameCount * profile.BinCount];
        var at = 0;
        foreach (var map in maps)
        {
            map._levels.AsSpan(0, map.FrameCount * map.BinCount).CopyTo(levels.AsSpan(at));
            at += map.FrameCount * map.BinCount;
        }

        return new ExceedanceMap(levels, 0, frameCount, profile);
    }

    /// <summary>The same map with frames that count from 0.</summary>
    internal ExceedanceMap FromZero(FingerprintProfile profile) => new(_levels, 0, FrameCount, profile);

    /// <summary>Returns the level of a probability.</summary>
    internal static int LevelOf(double probability)
    {
        var level = 0;
        while (level < UpperEdges.Length && probability >= UpperEdges[level])
        {
            level++;
        }

        return level;
    }
}
