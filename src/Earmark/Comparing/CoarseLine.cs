using Earmark.Matching;

namespace Earmark.Comparing;

/// <summary>A line that many of the clips' places agree on, to some hundredths of a second.</summary>
/// <param name="Places">Those on it, one of a clip at most.</param>
internal sealed record CoarseLine(Line Line, List<Place> Places)
{
    /// <summary>How far clocks are apart at most; what plays faster or slower is no take of the same event.</summary>
    public const double DriftMax = 0.001;

    /// <summary>How far from its line a place may lie besides, in seconds.</summary>
    private const double Tolerance = 0.06;

    /// <summary>Clips nearer to each other than this do not tell drift from a misplaced clip, in seconds.</summary>
    private const double LeastSpan = 60;

    /// <summary>Lines nearer to each other than this are one, in seconds.</summary>
    private const double SameLine = 0.25;

    /// <summary>What a line must have of the score of the one that has most.</summary>
    private const double LeastShare = 0.1;

    /// <summary>A clip nearer than this to an end of the other recording need not be heard in it, in seconds.</summary>
    private const double Edge = 10;

    /// <summary>
    /// Finds lines that takes may lie on, the likeliest first: several where music repeats itself, none without places.
    /// </summary>
    /// <remarks>
    /// Each place is tried as the one to go by; those that drift may explain join it, one of each clip.
    /// </remarks>
    /// <param name="clips">The places of each clip. Shape [clips][places].</param>
    /// <param name="placesMax">How many places of a clip were asked for: one with so many may have more.</param>
    /// <param name="duration">Of the recording that the clips were searched in, in seconds.</param>
    /// <param name="limit">How many lines at most.</param>
    public static List<CoarseLine> Find(
        IReadOnlyList<List<Place>> clips, int placesMax, double duration, int limit)
    {
        var seeds = clips
            .SelectMany(places => places)
            .Select(seed => (Seed: seed, Score: Followers(clips, seed).Sum(place => place.Score)))
            .ToList();
        var least = LeastShare * seeds.Select(seed => seed.Score).DefaultIfEmpty().Max();
        seeds.RemoveAll(seed => seed.Score < least);
        var known = clips.Where(places => places.Count > 0 && places.Count < placesMax).ToList();
        var lines = new List<CoarseLine>();
        foreach (var (seed, _) in seeds.OrderByDescending(
            found => found.Score - (LineChoice.ObjectionWeight * Objection(known, found.Seed, duration))))
        {
            if (lines.Count < limit && !lines.Exists(line => line.IsNear(seed)))
            {
                lines.Add(Through(Followers(clips, seed)));
            }
        }

        return lines;
    }

    /// <summary>What speaks against a place: clips that should lie beside it, and lie elsewhere. In nats.</summary>
    private static double Objection(IReadOnlyList<List<Place>> clips, Place seed, double duration)
    {
        var objection = 0.0;
        foreach (var places in clips)
        {
            var other = seed.OtherTime + places[0].Time - seed.Time;
            if (other > Edge && other < duration - Edge && !places.Exists(place => IsBeside(seed, place)))
            {
                objection += Math.Max(0, places.Max(place => place.Margin) - FalseMatchModel.ChanceLimit);
            }
        }

        return objection;
    }

    private static CoarseLine Through(List<Place> places)
    {
        // A hundred points name the line as well as thousands, and in less time.
        var few = places
            .Where((_, i) => i % (1 + (places.Count / 100)) == 0)
            .Select(place => (place.Time, place.OtherTime))
            .ToList();
        var start = new Line(places[0].OtherTime - places[0].Time, 1);
        var line = LineFit.Near(few, start, DriftMax, Tolerance, LeastSpan).Line;
        return new CoarseLine(
            line, places.FindAll(place => Math.Abs(place.OtherTime - line.Map(place.Time)) <= Tolerance));
    }

    private static List<Place> Followers(IReadOnlyList<List<Place>> clips, Place seed)
    {
        var followers = new List<Place>();
        foreach (var places in clips)
        {
            if (places.FindIndex(place => IsBeside(seed, place)) is >= 0 and var first)
            {
                followers.Add(places[first]);
            }
        }

        return followers;
    }

    private static bool IsBeside(Place seed, Place place)
    {
        var time = place.Time - seed.Time;
        return Math.Abs(place.OtherTime - seed.OtherTime - time) <= Tolerance + (DriftMax * Math.Abs(time));
    }

    private bool IsNear(Place place) => Math.Abs(place.OtherTime - Line.Map(place.Time)) <= SameLine;
}
