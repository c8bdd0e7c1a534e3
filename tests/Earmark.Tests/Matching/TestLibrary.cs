using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Indexing;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

/// <summary>A library of constellations on disk, asked by observations; tracks are named by their numbers.</summary>
internal sealed class TestLibrary : IDisposable
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    private readonly TestFolder _folder = new();

    public TestLibrary(params IEnumerable<Constellation> tracks)
    {
        Index = TrackIndex.Open(
            _folder.Library,
            Full,
            constellation => LandmarkPairer.ReferenceLandmarks(constellation, Full),
            IndexAccess.Create);
        Index.AddRange([.. tracks.Select((track, i) => new NewTrack { RefId = $"{i}", Constellation = track })]);
    }

    public TrackIndex Index { get; }

    public MatchDecision Identify(Constellation query, MatchOptions? options = null) =>
        Identify(TestObservation.Of(query), options);

    public MatchDecision Identify(Observation query, MatchOptions? options = null)
    {
        using var snapshot = Index.Snapshot();
        return Matcher.Identify(snapshot, query, Full, Index.Find, options ?? new MatchOptions());
    }

    public void Dispose()
    {
        Index.Dispose();
        _folder.Dispose();
    }
}
