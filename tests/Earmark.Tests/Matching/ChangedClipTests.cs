using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

/// <summary>Clips whose speed, tempo or pitch was changed, through the whole of matching.</summary>
public sealed class ChangedClipTests : IDisposable
{
    private static readonly MatchOptions Wide = new() { Wide = true };

    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 6).Select(seed => TestConstellation.Random(seed, seconds: 40))];

    private readonly TestLibrary _library = new(Music);

    [Theory]
    [InlineData(1.05, 1.05)] // speed
    [InlineData(0.93, 0.93)]
    [InlineData(1.008, 1.008)] // less than a step
    [InlineData(0.9, 1)] // tempo
    [InlineData(1.16, 1)]
    [InlineData(1, 1.0595)] // pitch, a semitone up
    [InlineData(1, 0.8909)]
    public void A_change_within_the_usual_ranges_is_found_and_measured(double time, double frequency)
    {
        var match = _library.Identify(Clip(time, frequency)).Matches.Single();

        AssertFound(match, time, frequency);
    }

    [Theory]
    [InlineData(1.17, 1.17)]
    [InlineData(1.1, 0.8909)] // tempo and pitch
    [InlineData(1, 1.2)] // pitch beyond two semitones
    public void A_change_beyond_them_is_found_if_the_search_is_wide(double time, double frequency)
    {
        var clip = Clip(time, frequency);

        var usual = _library.Identify(clip);
        Assert.Equal(Decision.None, usual.Decision);
        Assert.Empty(usual.Matches);
        AssertFound(_library.Identify(clip, Wide).Matches.Single(), time, frequency);
    }

    [Theory]
    [InlineData(3)] // seconds
    [InlineData(10)]
    public void An_unchanged_clip_is_answered_alike_however_wide_the_search(int seconds)
    {
        var clip = TestConstellation.Clip(Music[3], 1000, seconds * 62, keptShare: 0.7, falseCount: 20 * seconds);

        var (usual, wide) = (_library.Identify(clip).Matches.Single(), _library.Identify(clip, Wide).Matches.Single());

        Assert.Equal(usual.Track, wide.Track);
        Assert.Equal(usual.Offset, wide.Offset, 0.005);
        Assert.Equal(1, wide.TimeFactor, 0.002);
        Assert.Equal(1, wide.FrequencyFactor, 0.001);
        Assert.InRange(wide.Score, usual.Score, 1.02 * usual.Score);
    }

    [Fact]
    public void Speed_a_fifth_of_a_percent_off_is_not_taken_for_a_changed_tempo()
    {
        // A fifth of a nat more must not outweigh a hypothesis whose time factor is free to follow the noise.
        var clip = TestConstellation.Changed(TestConstellation.Clip(Music[3], 1000, 190), 1.002, 1.002);
        var worn = TestConstellation.Clip(clip, 0, clip.FrameCount, keptShare: 0.7, falseCount: 63);

        Assert.Equal(1.002, _library.Identify(worn).Matches.Single().TimeFactor, 0.003);
    }

    [Fact]
    public void A_change_costs_a_clip_some_of_its_evidence_but_not_its_match()
    {
        var unchanged = _library.Identify(Clip(1, 1)).Matches.Single();
        var fast = _library.Identify(Clip(1.05, 1.05)).Matches.Single();

        Assert.InRange(fast.Score, 0.5 * unchanged.Score, unchanged.Score);
        Assert.InRange(fast.EValue, unchanged.EValue, MatchOptions.Certain);
    }

    [Fact]
    public void The_stretch_of_the_track_is_as_much_longer_as_the_clip_is_faster()
    {
        var match = _library.Identify(Clip(1.05, 1.05)).Matches.Single();

        Assert.Equal(
            1.05, (match.ReferenceStop - match.ReferenceStart) / (match.QueryStop - match.QueryStart), 0.005);
    }

    public void Dispose() => _library.Dispose();

    /// <summary>Some 6 s of track 3, from its second 16 on, three in four of its peaks among as many others.</summary>
    private static Constellation Clip(double time, double frequency)
    {
        var clip = TestConstellation.Changed(TestConstellation.Clip(Music[3], 1000, 375), time, frequency);
        return TestConstellation.Clip(clip, 0, clip.FrameCount, keptShare: 0.75, falseCount: 120);
    }

    private static void AssertFound(Match match, double time, double frequency)
    {
        Assert.Equal("3", match.Track.RefId);
        Assert.Equal(1, match.TimeFactor / time, 0.005);
        Assert.Equal(1, match.FrequencyFactor / frequency, 0.005);
        Assert.Equal(16, match.Offset, 0.03);
    }
}
