namespace Earmark.Comparing;

/// <summary>Finds the line that most of the clips' places agree on, to some hundredths of a second.</summary>
/// <remarks>Each place is tried as the one to go by; those that drift may explain join it, one of each clip.</remarks>
internal static class CoarseLine
{
    /// <summary>How far clocks are apart at most; what plays faster or slower is no take of the same event.</summary>
    public const double DriftMax = 0.001;

    /// <summary>How far from its line a place may lie besides, in seconds.</summary>
    private const double Tolerance = 0.06;

    /// <summary>Clips nearer to each other than this do not tell drift from a misplaced clip, in seconds.</summary>
    private const double LeastSpan = 60;

    /// <summary>Returns the line and the places on it; null where there are no places.</summary>
    /// <param name="clips">The places of each clip. Shape [clips][places].</param>
    public static (Line Line, List<Place> Places)? Find(IReadOnlyList<List<Place>> clips)
    {
        List<Place> best = [];
        foreach (var seed in clips.SelectMany(places => places))
        {
            var followers = Followers(clips, seed);
            best = Total(followers) > Total(best) ? followers : best;
        }

        if (best.Count == 0)
        {
            return null;
        }

        // A hundred points name the line as well as thousands, and in less time.
        var few = best.Where((_, i) => i % (1 + (best.Count / 100)) == 0).Select(p => (p.Time, p.OtherTime)).ToList();
        var fit = LineFit.Near(few, new Line(best[0].OtherTime - best[0].Time, 1), DriftMax, Tolerance, LeastSpan);
        return (fit.Line, best.FindAll(place => Math.Abs(place.OtherTime - fit.Line.Map(place.Time)) <= Tolerance));
    }

    private static List<Place> Followers(IReadOnlyList<List<Place>> clips, Place seed)
    {
        var followers = new List<Place>();
        foreach (var places in clips)
        {
            foreach (var place in places)
            {
                var time = place.Time - seed.Time;
                if (Math.Abs(place.OtherTime - seed.OtherTime - time) <= Tolerance + (DriftMax * Math.Abs(time)))
                {
                    followers.Add(place);
                    break;
                }
            }
        }

        return followers;
    }

    private static double Total(List<Place> places) => places.Sum(place => place.Score);
}
