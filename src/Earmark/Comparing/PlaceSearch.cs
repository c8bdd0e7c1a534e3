using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Comparing;

/// <summary>Searches one recording for clips of another, as a library is searched for a query.</summary>
internal static class PlaceSearch
{
    /// <summary>Expected false matches per clip from which on nothing further need be tried.</summary>
    private const double MaxEValue = 0.001;

    /// <summary>Places nearer to each other than this are one, in seconds.</summary>
    private const double SamePlace = 0.1;

    /// <summary>Returns the best places of a clip, the best first; none where nothing at all fits.</summary>
    /// <param name="changes">What is tried where the clip is not found as it is.</param>
    /// <param name="limit">How many at most.</param>
    public static List<Place> Find(
        IndexSnapshot index,
        HeardClip heard,
        HypothesisSet changes,
        int limit,
        CancellationToken cancellation)
    {
        var clip = heard.Clip;
        var (repetition, demand) = (Repetition.Of(clip), FalseMatchModel.Demand(clip.ContrastSpread, clip.Duration));
        var conclusive = FalseMatchModel.ConclusiveScore(MaxEValue, index.TrackCount, repetition);
        var search = new ClipSearch(index, clip, changes, conclusive);
        var places = new List<Place>();
        foreach (var alignment in search.Run(cancellation).OrderByDescending(alignment => alignment.Score))
        {
            var place = ToPlace(alignment, Margin(alignment));
            if (alignment.Score > 0 && !places.Exists(other => Math.Abs(other.OtherTime - place.OtherTime) < SamePlace))
            {
                places.Add(place);
            }

            if (places.Count == limit)
            {
                break;
            }
        }

        return places;

        // There are no other tracks to say what chance finds: whoever asks knows how much it may be.
        double Margin(Alignment alignment) =>
            alignment.Score - search.AlikeLevel(alignment, chance: 0, demand, repetition);

        Place ToPlace(Alignment alignment, double margin) => new(
            heard.Start + alignment.QueryStart,
            heard.Start + alignment.QueryStop,
            heard.Start + clip.Middle,
            alignment.Placement.Map(clip.Middle),
            alignment.Placement.Warp,
            alignment.Score,
            margin);
    }
}
