namespace Earmark.Comparing;

/// <summary>Joins the places of clips that follow each other to stretches.</summary>
internal static class StretchChain
{
    /// <summary>How far from where the last clip says the next one may lie, in seconds.</summary>
    private const double Tolerance = 0.15;

    /// <summary>How much the speed of neighbors may differ: a fit of 10 s errs by a tenth of that.</summary>
    private const double FactorTolerance = 0.01;

    /// <summary>What may lie between two clips of one stretch, in seconds: two clips that noise has buried.</summary>
    private const double GapMax = 25;

    /// <summary>Returns the stretches, by where they begin in the clips' recording; no clip is in two.</summary>
    /// <param name="clips">Of each clip its places. Shape [clips][places].</param>
    public static List<List<Place>> Join(IEnumerable<List<Place>> clips)
    {
        var open = new List<List<Place>>();
        var done = new List<List<Place>>();
        foreach (var places in clips.Where(places => places.Count > 0))
        {
            var time = places[0].Time;
            done.AddRange(open.FindAll(chain => chain[^1].Stop < time - GapMax));
            open.RemoveAll(chain => chain[^1].Stop < time - GapMax);

            // The chain that has most says where the clip belongs, if it can belong there.
            var chain = open
                .OrderByDescending(Score)
                .FirstOrDefault(other => places.Exists(place => Follows(other[^1], place)));
            if (chain is not null)
            {
                chain.Add(places.Find(place => Follows(chain[^1], place)));
            }
            else
            {
                open.Add([places[0]]);
            }
        }

        return [.. done.Concat(open).OrderBy(chain => chain[0].Start)];
    }

    /// <summary>What speaks for a chain, in nats: clips that say nothing take nothing away.</summary>
    public static double Score(List<Place> chain) => chain.Sum(place => Math.Max(0, place.Margin));

    /// <summary>The stretch of a chain, with the clips' recording as the second.</summary>
    public static Stretch ToStretch(List<Place> chain)
    {
        var (first, last) = (chain[0], chain[^1]);
        var best = chain.MaxBy(place => place.Score);
        var span = last.Time - first.Time;
        var speed = span > 0 ? (last.OtherTime - first.OtherTime) / span : best.Warp.Time;
        return new Stretch
        {
            StartA = Math.Max(0, first.OtherTime + (speed * (first.Start - first.Time))),
            StopA = last.OtherTime + (speed * (last.Stop - last.Time)),
            StartB = first.Start,
            StopB = last.Stop,
            Speed = speed,
            Pitch = 1 / best.Warp.Frequency,
            Score = Score(chain),
        };
    }

    private static bool Follows(Place last, Place next) =>
        Math.Abs(next.OtherTime - last.Map(next.Time)) <= Tolerance
        && Math.Abs(Math.Log(next.Warp.Time / last.Warp.Time)) <= FactorTolerance
        && Math.Abs(Math.Log(next.Warp.Frequency / last.Warp.Frequency)) <= FactorTolerance;
}
