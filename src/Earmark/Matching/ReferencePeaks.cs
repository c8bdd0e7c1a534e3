namespace Earmark.Matching;

/// <summary>Part of a track's constellation, in seconds and hertz.</summary>
/// <param name="Times">Seconds from the start of the track, ascending. Shape [peaks].</param>
/// <param name="Frequencies">Hertz. Shape [peaks].</param>
/// <param name="Duration">Of the whole track, in seconds.</param>
internal sealed record ReferencePeaks(double[] Times, double[] Frequencies, double Duration)
{
    /// <summary>Index of the first peak not before <paramref name="time"/>.</summary>
    public int FirstFrom(double time)
    {
        var (low, high) = (0, Times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
