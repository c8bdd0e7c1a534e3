using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class ExplanationTests : IDisposable
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 4).Select(seed => TestConstellation.Random(seed, seconds: 40))];

    private readonly TestLibrary _library = new(Music);

    [Fact]
    public void Where_there_are_too_many_landmarks_those_beside_the_diagonal_are_thinned_over_all_of_the_clip()
    {
        var beside = Enumerable.Range(0, 1000).Select(i => new LandmarkHit(i / 100.0, 3, IsAligned: false));
        var aligned = Enumerable.Range(0, 40).Select(i => new LandmarkHit(i / 4.0, 30, IsAligned: true)).ToList();
        LandmarkHit[] hits = [.. beside, .. aligned];

        var thinned = Explanation.Thin(hits, 140).ToList();

        Assert.Equal(aligned, thinned.Where(hit => hit.IsAligned));
        Assert.Equal(140, thinned.Count);
        Assert.All(
            Enumerable.Range(0, 10),
            second => Assert.Equal(10, thinned.Count(hit => !hit.IsAligned && (int)hit.QueryTime == second)));
        Assert.Equal(thinned.OrderBy(hit => hit.QueryTime), thinned);
        Assert.Equal(hits.OrderBy(hit => hit.QueryTime).ToHashSet(), Explanation.Thin(hits, 2000).ToHashSet());
    }

    [Fact]
    public void Peaks_of_the_track_that_are_in_the_clip_are_those_that_were_kept()
    {
        var clip = TestConstellation.Clip(Music[2], 1000, 372, keptShare: 0.5, falseCount: 0);
        var match = _library.Identify(clip).Matches.Single();

        var explanation = Explanation.Of(clip, Music[2], match with { Track = Long(match) }, Full);

        Assert.All(explanation.ClipPeaks, peak => Assert.True(peak.IsMatched));
        var share = explanation.TrackPeaks.Count(peak => peak.IsMatched) / (double)explanation.TrackPeaks.Count;
        Assert.InRange(share, 0.4, 0.6);
        Assert.Equal(
            explanation.Seconds.Sum(second => second.Found), explanation.TrackPeaks.Count(peak => peak.IsMatched));
        Assert.Equal(explanation.Seconds.Sum(second => second.Expected), explanation.TrackPeaks.Count);
    }

    [Fact]
    public void Peaks_of_another_track_are_hardly_any()
    {
        var clip = TestConstellation.Clip(Music[2], 1000, 372);
        var match = _library.Identify(clip).Matches.Single();

        var explanation = Explanation.Of(clip, Music[1], match, Full);

        Assert.True(explanation.TrackPeaks.Count(p => p.IsMatched) < 0.15 * explanation.TrackPeaks.Count);
        Assert.True(explanation.ClipPeaks.Count(p => p.IsMatched) < 0.15 * explanation.ClipPeaks.Count);
    }

    [Fact]
    public void Offsets_are_a_spike_where_the_clip_begins()
    {
        var clip = TestConstellation.Clip(Music[2], 1000, 372);
        var match = _library.Identify(clip).Matches.Single();
        match = match with { Track = Long(match) };

        var offsets = Explanation.Of(clip, Music[2], match, Full).CountOffsets(match, 100);

        var spike = offsets.Counts.ToList().IndexOf(offsets.Counts.Max());
        Assert.Equal(16.0, offsets.Start + ((spike + 0.5) * offsets.BinWidth), offsets.BinWidth);
        Assert.Equal(-6, offsets.Start);
        Assert.True(offsets.Counts[spike] > 10 * offsets.Counts.Where((_, bin) => bin != spike).Max());
    }

    public void Dispose() => _library.Dispose();

    /// <summary>Constellations are stored without a length in time.</summary>
    private static Track Long(Match match) => match.Track with { Duration = TimeSpan.FromSeconds(40) };
}
