namespace Earmark.Matching;

/// <summary>A peak of a track, where it falls on a clip.</summary>
/// <param name="Frame">Of the clip's recording.</param>
/// <param name="Kind">Class of its rank and level of the cell it falls on; see <see cref="ExceedanceScore"/>.</param>
/// <param name="Weight">What it weighs among those of its onset.</param>
internal readonly record struct MetPeak(int Frame, int Kind, double Weight);
