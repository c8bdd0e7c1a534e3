using CsCheck;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Indexing;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class CandidateSearchTests : IDisposable
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 8).Select(seed => TestConstellation.Random(seed, seconds: 20))];

    private readonly TestFolder _folder = new();
    private readonly TrackIndex _index;

    public CandidateSearchTests()
    {
        _index = TrackIndex.Open(
            _folder.Library, Full, music => LandmarkPairer.ReferenceLandmarks(music, Full), IndexAccess.Create);

        // Three segments and the log, with tracks deleted and replaced in each.
        for (var i = 0; i < Music.Length; i++)
        {
            Store(i, Music[i]);
            if (i % 2 == 1)
            {
                _index.Flush();
                Store(i - 1, TestConstellation.Join(Music[i], Music[i - 1]));
            }
        }

        _index.Delete("5");
    }

    [Fact]
    public void Agrees_with_the_definition() =>
        Gen.Select(
            Gen.Int[0, 7], Gen.Int[0, 900], Gen.Int[60, 300], Gen.Int[-12, 12], Gen.Int[0, 2], Gen.Int[1, 60]).Sample(
            (track, firstFrame, frameCount, percent, delayReach, limit) =>
            {
                using var snapshot = _index.Snapshot();
                var clip = Clip(TestConstellation.Clip(
                    Music[track], firstFrame, frameCount, seed: limit, keptShare: 0.7, falseCount: frameCount / 4))
                    .At(SearchDensity.Sparse with { DelayReach = delayReach });
                var search = new CandidateSearch(snapshot, clip, new OffsetHistogram());
                Warp[] warps = [new(1 + (percent * 0.01), 1), Warp.Identity, new(1, 1 - (percent * 0.01))];

                // What was searched before must not matter.
                foreach (var warp in warps)
                {
                    AssertNear(
                        Reference.CandidateSearch.Find(snapshot, clip, warp, limit),
                        search.Find(warp, limit));
                }
            },
            iter: 40);

    [Fact]
    public void A_clip_is_found_where_it_was_taken_with_a_vote_for_each_landmark()
    {
        using var snapshot = _index.Snapshot();
        var clip = Clip(TestConstellation.Clip(Music[3], firstFrame: 500, frameCount: 300));

        var best = new CandidateSearch(snapshot, clip, new OffsetHistogram()).Find(Warp.Identity, limit: 5)[0];

        Assert.Equal(_index.Find("3")!.Id, best.Track.TrackId);
        Assert.Equal(500 * 0.016, best.Placement.Offset, 0.02);
        Assert.True(best.Votes > 100);
    }

    [Fact]
    public void A_clip_that_plays_fast_is_found_by_its_warp_alone()
    {
        using var snapshot = _index.Snapshot();
        var music = TestConstellation.Clip(Music[3], firstFrame: 400, frameCount: 500);
        var fast = music with { Peaks = [.. music.Peaks.Select(peak => peak with { Frame = peak.Frame * 10 / 11 })] };
        var search = new CandidateSearch(snapshot, Clip(fast), new OffsetHistogram());

        var unwarped = search.Find(Warp.Identity, limit: 5)[0];
        var warped = search.Find(new Warp(1.1, 1), limit: 5)[0];

        Assert.Equal(_index.Find("3")!.Id, warped.Track.TrackId);
        Assert.Equal(400 * 0.016, warped.Placement.Offset, 0.05);
        Assert.True(warped.Votes > 3 * unwarped.Votes);
    }

    [Fact]
    public void A_deleted_track_is_no_candidate()
    {
        using var snapshot = _index.Snapshot();
        var clip = Clip(TestConstellation.Clip(Music[5], firstFrame: 0, frameCount: 300));

        // Its music is also in the track that was joined from it.
        var best = new CandidateSearch(snapshot, clip, new OffsetHistogram()).Find(Warp.Identity, limit: 5)[0];
        Assert.Equal(_index.Find("4")!.Id, best.Track.TrackId);
    }

    [Fact]
    public void An_empty_library_has_no_candidates()
    {
        using var empty = TestMusic.Open(_folder.Library + "0", IndexAccess.Create);
        using var snapshot = empty.Snapshot();

        var search = new CandidateSearch(snapshot, Clip(Music[0]), new OffsetHistogram());
        Assert.Empty(search.Find(Warp.Identity, limit: 5));
    }

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    private static QueryClip Clip(Constellation constellation) =>
        QueryClip.Cut(TestObservation.PeaksOnly(constellation), Full, TimeSpan.FromSeconds(20)).First();

    private static void AssertNear(List<Candidate> expected, List<Candidate> actual)
    {
        Assert.Equal(
            expected.Select(candidate => (candidate.Track, candidate.Placement.Warp, candidate.Votes)),
            actual.Select(candidate => (candidate.Track, candidate.Placement.Warp, candidate.Votes)));
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Same(one.Segment, other.Segment);
            Assert.Equal(one.Placement.Offset, other.Placement.Offset, 1e-6);
        }
    }

    private void Store(int refId, Constellation music) =>
        _index.Add(new NewTrack { RefId = $"{refId}", Constellation = music });
}
