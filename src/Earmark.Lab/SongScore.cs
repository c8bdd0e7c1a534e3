namespace Earmark.Lab;

/// <summary>Step 6: what the pairs of a clip found in one song.</summary>
/// <param name="Song">Which song, from 0.</param>
/// <param name="HitCount">Rows of the song in the slots of the clip's pairs: the notebook's count.</param>
/// <param name="Offset">The timing offset that most of them share, in segments; the earliest where two do.</param>
/// <param name="OffsetCount">How many share it: what the lab's text asks for.</param>
/// <param name="Offsets">How many hits each offset has, by offset; only those that have any.</param>
public sealed record SongScore(
    int Song, int HitCount, int Offset, int OffsetCount, IReadOnlyList<KeyValuePair<int, int>> Offsets)
{
    /// <summary>Share of the hits at the offset that most share, 0 … 1.</summary>
    public double Confidence => HitCount > 0 ? (double)OffsetCount / HitCount : 0;

    /// <summary>The offset, in seconds.</summary>
    public double OffsetSeconds => Offset * LabSpectrogram.FrameSeconds;
}
