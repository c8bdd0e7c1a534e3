using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class RepetitionTests
{
    [Fact]
    public void Music_that_goes_on_repeats_little()
    {
        Assert.InRange(Of(TestConstellation.Random(seed: 1, seconds: 10)), 0, 0.1);
        Assert.InRange(Of(TestConstellation.Tonal(seed: 1, seconds: 10)), 0, 0.5);
    }

    [Theory]
    [InlineData(0.8, 10)]
    [InlineData(0.3, 4)]
    public void A_loop_is_all_repetition(double loopSeconds, double seconds)
    {
        var loop = TestConstellation.Random(seed: 1, loopSeconds);
        var clip = loop;
        while (clip.FrameCount * FingerprintProfile.Full.FrameDuration < seconds)
        {
            clip = TestConstellation.Join(clip, loop);
        }

        Assert.InRange(Of(clip), 0.8, 1.2);
    }

    [Fact]
    public void A_clip_that_repeats_in_one_half_is_repetition_in_part()
    {
        var loop = TestConstellation.Random(seed: 1, seconds: 0.5);
        var clip = TestConstellation.Random(seed: 2, seconds: 5);
        for (var repeat = 0; repeat < 10; repeat++)
        {
            clip = TestConstellation.Join(clip, loop);
        }

        Assert.InRange(Of(clip), 0.05, 0.6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(10)]
    public void Silence_and_what_is_too_short_to_repeat_do_not(double seconds) =>
        Assert.Equal(0, Of(new Constellation([], (int)(seconds / FingerprintProfile.Full.FrameDuration) + 1)));

    private static double Of(Constellation constellation) => QueryClip
        .Cut(TestObservation.Of(constellation), FingerprintProfile.Full, TimeSpan.FromSeconds(20))
        .Select(Repetition.Of)
        .SingleOrDefault();
}
