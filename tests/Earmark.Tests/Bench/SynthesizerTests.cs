using Earmark.Bench.Synthesis;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;
using Earmark.Tests.Matching;

namespace Earmark.Tests.Bench;

public sealed class SynthesizerTests
{
    private static readonly FingerprintProfile Profile = FingerprintProfile.Full;

    private static readonly IReadOnlyList<SourceTrack> Sources =
        [.. Enumerable.Range(0, 4).Select(i => Source(i, TestConstellation.Tonal(i, 90)))];

    [Fact]
    public void A_track_is_the_same_whatever_was_made_before_it_and_by_whom()
    {
        var synthesizer = new Synthesizer(Sources, Profile, seed: 1);
        var inOrder = Enumerable.Range(0, 12).Select(synthesizer.Make).ToList();
        var atOnce = new NewTrack[12];
        var other = new Synthesizer(Sources, Profile, seed: 1);
        Parallel.For(0, 12, i => atOnce[11 - i] = other.Make(11 - i));

        Assert.Equal(inOrder.Select(track => track.RefId), atOnce.Select(track => track.RefId));
        Assert.Equal(
            inOrder.SelectMany(track => track.Constellation.Peaks),
            atOnce.SelectMany(track => track.Constellation.Peaks));
    }

    [Fact]
    public void Another_number_or_seed_is_another_track()
    {
        var (one, two) = (new Synthesizer(Sources, Profile, seed: 1), new Synthesizer(Sources, Profile, seed: 2));

        Assert.NotEqual(one.Make(0).Constellation.Peaks, one.Make(1).Constellation.Peaks);
        Assert.NotEqual(one.Make(0).Constellation.Peaks, two.Make(0).Constellation.Peaks);
    }

    [Fact]
    public void Its_peaks_are_such_as_a_reference_keeps()
    {
        var synthesizer = new Synthesizer(Sources, Profile, seed: 1);
        foreach (var constellation in Enumerable.Range(0, 8).Select(i => synthesizer.Make(i).Constellation))
        {
            var peaks = constellation.Peaks;
            Assert.All(peaks, peak => Assert.InRange(peak.Rank, 0, Profile.ReferencePeakRate - 1));
            Assert.All(peaks, peak => Assert.InRange(peak.Frame, 0, constellation.FrameCount - 1));
            Assert.Equal(peaks.OrderBy(peak => peak.Frame).ThenBy(peak => peak.Step), peaks);
            var rate = peaks.Count / (constellation.FrameCount * Profile.FrameDuration);
            Assert.InRange(rate, 0.75 * Profile.ReferencePeakRate, 1.2 * Profile.ReferencePeakRate);
            Assert.False(HaveNeighbors(peaks));
        }
    }

    [Fact]
    public void No_clip_of_a_source_is_surely_found_in_it()
    {
        var synthesizer = new Synthesizer(Sources, Profile, seed: 1);
        using var library = new TestLibrary(Enumerable.Range(0, 12).Select(i => synthesizer.Make(i).Constellation));
        foreach (var source in Sources)
        {
            var answer = library.Identify(TestConstellation.Clip(source.Constellation, 1500, 625));

            // Made of few tones, they all have much in common.
            Assert.True(answer.BestGuess is null || answer.BestGuess.EValue > MatchOptions.Certain);
        }
    }

    private static bool HaveNeighbors(IReadOnlyList<Peak> peaks)
    {
        for (var i = 0; i < peaks.Count; i++)
        {
            for (var j = i + 1; j < peaks.Count && peaks[j].Frame - peaks[i].Frame <= Profile.PeakFrameRadius; j++)
            {
                if (Math.Abs(peaks[j].Step - peaks[i].Step) <= Profile.PeakBinRadius * Peak.StepsPerBin)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static SourceTrack Source(int number, Constellation constellation) =>
        new(new Track { RefId = $"source {number}", Id = number }, constellation);
}
