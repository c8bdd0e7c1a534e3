using Earmark.Comparing;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;

namespace Earmark.Monitoring;

/// <summary>Asks a library where a clip of a stream might be from, with more or less effort.</summary>
/// <param name="snapshot">Gives the library as it is now.</param>
internal sealed class StreamSearch(
    Func<IndexSnapshot> snapshot, FingerprintProfile profile, MonitorOptions options)
{
    /// <summary>Places of a higher E-value are not worth following.</summary>
    private const double MaxEValue = 0.01;

    /// <summary>Places that are followed, of a track and of all.</summary>
    private const int PlacesPerTrack = 3;
    private const int PlacesMax = 6;

    /// <summary>Other places of a track are followed if they have this share of the best one's score.</summary>
    private const double EqualShare = 0.7;

    /// <summary>Places of a track nearer to each other than this are one, in seconds.</summary>
    private const double SamePlace = 0.08;

    /// <summary>Returns the places that are worth following, the best first.</summary>
    /// <param name="isThorough">Whether to look for buried and changed tracks too, which takes ten times as long.
    /// </param>
    /// <exception cref="LibraryException">The library is damaged.</exception>
    public List<Sighting> Find(HeardClip heard, bool isThorough, CancellationToken cancellation)
    {
        using var index = snapshot();
        var clip = heard.Clip;
        var repetition = Repetition.Of(clip);
        var demand = FalseMatchModel.Demand(clip.ContrastSpread, clip.Duration);
        var conclusive = FalseMatchModel.ConclusiveScore(options.MaxEValue, index.TrackCount, repetition);
        var search = new ClipSearch(index, clip, HypothesisSet.Of(options.Wide), conclusive, isThorough);
        var byTrack = search.Run(cancellation)
            .Where(alignment => alignment.Score > 0)
            .GroupBy(alignment => alignment.TrackId)
            .Select(track => track.OrderByDescending(alignment => alignment.Score).ToList())
            .OrderByDescending(track => track[0].Score)
            .ThenBy(track => track[0].TrackId)
            .ToList();
        var chance = FalseMatchModel.ChanceLevel(byTrack.ConvertAll(track => track[0].Score));
        var sightings = new List<Sighting>();
        foreach (var places in byTrack)
        {
            if (EValue(places[0]) <= MaxEValue)
            {
                sightings.AddRange(Places(places).Select(ToSighting));
            }
        }

        return [.. sightings.Take(PlacesMax)];

        double EValue(Alignment alignment) => FalseMatchModel.EValue(
            alignment.Score - chance - search.AlikeLevel(alignment, chance, demand, repetition), index.TrackCount);

        Sighting ToSighting(Alignment alignment) => new(
            alignment.Candidate.Track,
            Peaks(alignment.Candidate),
            heard.Start + clip.Middle,
            alignment.Placement.Map(clip.Middle),
            alignment.Placement.Warp,
            alignment.Score,
            EValue(alignment));

        List<Alignment> Places(List<Alignment> places)
        {
            var apart = new List<Alignment>();
            foreach (var place in places.Where(place => place.Score >= EqualShare * places[0].Score))
            {
                var middle = place.Placement.Map(clip.Middle);
                if (apart.Count < PlacesPerTrack
                    && !apart.Exists(other => Math.Abs(other.Placement.Map(clip.Middle) - middle) < SamePlace))
                {
                    apart.Add(place);
                }
            }

            return apart;
        }
    }

    private static Peak[] Peaks(Candidate candidate)
    {
        var peaks = Array.Empty<Peak>();
        var count = candidate.Segment.ReadPeaks(candidate.Track, 0, candidate.Track.FrameCount, ref peaks);
        return peaks[..count];
    }

    /// <summary>Seconds per frame, of the library's profile.</summary>
    public double FrameDuration => profile.FrameDuration;
}
