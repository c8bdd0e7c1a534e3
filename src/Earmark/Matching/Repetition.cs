namespace Earmark.Matching;

/// <summary>How much a clip repeats itself: a chord that is struck again and again says what one stroke says.</summary>
/// <remarks>
/// Of loops, it knows those of about a second or less: longer ones fit themselves at too few places, and say more.
/// Measured: docs/decisions/0039-a-clip-that-repeats-itself.md.
/// </remarks>
internal static class Repetition
{
    /// <summary>How far the clip is moved along itself, in frames (0.2 to 10 s), and in which steps.</summary>
    private const int Nearest = 13;
    private const int Furthest = 624;
    private const int Step = 3;

    /// <summary>What still overlaps must be no less than this share of the clip.</summary>
    private const double LeastOverlap = 0.3;

    /// <summary>Of the places tried, the share that fits better than what is said to repeat.</summary>
    private const double Share = 0.02;

    /// <summary>Returns the share of a clip's score for itself that it also has some time away from itself.</summary>
    /// <returns>About 0 … 1: exceeded at two in a hundred of the times from 0.2 to 10 s.</returns>
    public static double Of(QueryClip clip)
    {
        var weights = ExceedanceScore.OnsetWeights(clip.Peaks);
        var frameCount = clip.Frames.End - clip.Frames.First;
        var furthest = Math.Min(Furthest, (int)((1 - LeastOverlap) * frameCount));
        var whole = ScoreAt(0);
        var shares = new List<double>();
        for (var shift = Nearest; shift <= furthest && whole > 0; shift += Step)
        {
            var overlap = 1 - ((double)shift / frameCount);
            shares.Add(ScoreAt(shift) / (overlap * whole));
        }

        shares.Sort();
        return shares.Count > 0 ? shares[(int)((1 - Share) * shares.Count)] : 0;

        double ScoreAt(int shift) => ExceedanceScore.Of(
            clip, clip.Peaks, weights, new Placement(shift * clip.Profile.FrameDuration, Warp.Identity));
    }
}
