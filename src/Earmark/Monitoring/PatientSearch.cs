using Earmark.Comparing;
using Earmark.Indexing;

namespace Earmark.Monitoring;

/// <summary>
/// What a monitor asks of a library that may be away for a while, as one in a cluster: meanwhile a live source is heard
/// on, nothing new is found on it, and what is known is followed.
/// </summary>
/// <remarks>
/// A recording is not heard on: it can be heard again, and nobody would know what is missing. For one thread.
/// </remarks>
/// <param name="note">Is told in a sentence when the library goes away and when it is back.</param>
internal sealed class PatientSearch(
    StreamSearch search, Func<long, Track?> findTrack, bool isLive, Action<string> note)
{
    /// <summary>Tracks that are remembered for when the library is away.</summary>
    private const int KnownMax = 1024;

    private readonly Dictionary<long, Track> _known = [];
    private bool _isAway;

    /// <inheritdoc cref="StreamSearch.Find"/>
    public List<Sighting> Find(HeardClip heard, bool isThorough, CancellationToken cancellation)
    {
        try
        {
            var sightings = search.Find(heard, isThorough, cancellation);
            foreach (var sighting in sightings.Where(sighting => !_known.ContainsKey(sighting.Track.TrackId)))
            {
                Remember(sighting.Track.TrackId, findTrack(sighting.Track.TrackId));
            }

            NoteBack();
            return sightings;
        }
        catch (LibraryException e) when (isLive && e.IsPassing)
        {
            NoteAway(e);
            return [];
        }
    }

    /// <summary>A track by its id, as it was when it was last seen where the library is away; null for none.</summary>
    public Track? FindTrack(long id)
    {
        try
        {
            var track = findTrack(id);
            Remember(id, track);
            NoteBack();
            return track;
        }
        catch (LibraryException e) when (isLive && e.IsPassing)
        {
            NoteAway(e);
            return _known.GetValueOrDefault(id);
        }
    }

    private void Remember(long id, Track? track)
    {
        if (track is null)
        {
            _known.Remove(id);
            return;
        }

        if (_known.Count == KnownMax)
        {
            _known.Clear();
        }

        _known[id] = track;
    }

    private void NoteAway(LibraryException failure)
    {
        if (!_isAway)
        {
            note(failure.Message);
            _isAway = true;
        }
    }

    private void NoteBack()
    {
        if (_isAway)
        {
            note("The library answers again: what began meanwhile may be told late, or not at all.");
            _isAway = false;
        }
    }
}
