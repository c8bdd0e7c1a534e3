using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Tests.Indexing;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Matching;

public sealed class MatcherTests : IDisposable
{
    private static readonly FingerprintProfile Full = FingerprintProfile.Full;

    // Eight random tracks of 40 s; track 3 is "3".
    private static readonly Constellation[] Music =
        [.. Enumerable.Range(0, 8).Select(seed => TestConstellation.Random(seed, seconds: 40))];

    private readonly TestFolder _folder = new();
    private readonly TrackIndex _index;

    public MatcherTests() => _index = Open(_folder.Library);

    [Theory]
    [InlineData(3)] // seconds
    [InlineData(5)]
    [InlineData(10)]
    public void A_worn_clip_is_found_with_its_place_and_evidence(int seconds)
    {
        Store(Music);
        var clip = TestConstellation.Clip(
            Music[3], firstFrame: 1000, seconds * 62, keptShare: 0.6, falseCount: 25 * seconds);

        var answer = Identify(clip);

        Assert.Equal(Decision.Match, answer.Decision);
        var match = answer.Matches[0];
        Assert.Same(match, answer.BestGuess);
        Assert.Equal("3", match.Track.RefId);
        Assert.All(answer.Matches.Skip(1), other => Assert.InRange(other.Score, 0, 0.2 * match.Score));
        Assert.Equal(16.0, match.Offset, 0.005);
        Assert.Equal(1, match.TimeFactor, 0.002);
        Assert.Equal(1, match.FrequencyFactor, 0.001);
        Assert.InRange(match.Score, 30, 1000);
        Assert.InRange(match.EValue, 0, 1e-6);
        Assert.InRange(match.Confidence, 0.999, 1);
        Assert.InRange(match.Coverage, 0.8, 1);
        Assert.InRange(match.AlignedPeakCount, 0.5 * 20 * seconds, 0.8 * 20 * seconds);
        Assert.InRange(match.QueryStart, 0, 0.5);
        Assert.InRange(match.QueryStop, seconds - 0.5, seconds + 0.2);
        Assert.Equal(match.Offset + match.QueryStart, match.ReferenceStart, 0.02);
        Assert.Equal(match.Offset + match.QueryStop, match.ReferenceStop, 0.02);
    }

    [Fact]
    public void Strangers_are_not_in_the_library()
    {
        Store(Music);
        for (var seed = 100; seed < 140; seed++)
        {
            var answer = Identify(TestConstellation.Random(seed, seconds: 6));

            Assert.Equal(Decision.None, answer.Decision);
            Assert.Empty(answer.Matches);
        }
    }

    [Fact]
    public void Every_track_is_found_from_its_first_seconds_to_its_last()
    {
        Store(Music);
        for (var track = 0; track < Music.Length; track++)
        {
            foreach (var firstFrame in new[] { 0, Music[track].FrameCount - 300 })
            {
                var match = Identify(TestConstellation.Clip(Music[track], firstFrame, 300)).Matches.Single();
                Assert.Equal($"{track}", match.Track.RefId);
                Assert.Equal(firstFrame * 0.016, match.Offset, 1e-3);
            }
        }
    }

    [Fact]
    public void A_clip_may_begin_before_its_track_and_end_after_it()
    {
        Store([.. Music, TestConstellation.Random(seed: 50, seconds: 5)]);
        var before = TestConstellation.Random(seed: 51, seconds: 5);
        var around = TestConstellation.Join(TestConstellation.Join(before, TestConstellation.Random(50, 5)), before);

        var match = Identify(around).Matches.Single();

        Assert.Equal("8", match.Track.RefId);
        Assert.Equal(-before.FrameCount * 0.016, match.Offset, 5e-3);
        Assert.InRange(match.QueryStart, 4, 5.2);
        Assert.InRange(match.QueryStop, 9.8, 11.2);
        Assert.InRange(match.Coverage, 0.3, 0.5);
    }

    [Fact]
    public void A_deleted_track_is_not_answered_but_its_snapshot_still_holds()
    {
        Store(Music);
        using var before = _index.Snapshot();
        Assert.True(_index.Delete("3"));

        var clip = TestConstellation.Clip(Music[3], 1000, 300);
        Assert.Equal(Decision.None, Identify(clip).Decision);

        var query = TestObservation.Of(clip);
        // The old snapshot still has it, but nobody can say its name any more.
        Assert.Empty(Matcher.Identify(before, query, Full, _index.Find, new MatchOptions()).Matches);
        _index.Flush();
        Assert.Equal(Decision.None, Identify(clip).Decision);
    }

    [Fact]
    public void A_replaced_track_answers_by_its_new_version()
    {
        Store(Music);
        _index.Flush();
        var older = _index.Find("3")!.Id;
        var newer = TestConstellation.Join(TestConstellation.Random(seed: 60, seconds: 8), Music[3]);
        for (var version = 0; version < 20; version++)
        {
            Store("3", newer);
        }

        var match = Identify(TestConstellation.Clip(Music[3], 1000, 300)).Matches.Single();

        Assert.Equal("3", match.Track.RefId);
        Assert.NotEqual(older, match.Track.Id);
        Assert.Equal(8 + 16, match.Offset, 1e-3);
    }

    [Fact]
    public void The_answer_is_the_same_however_the_tracks_came_and_however_often_it_is_asked()
    {
        var clip = TestConstellation.Clip(Music[5], 700, 250, keptShare: 0.5, falseCount: 60);
        Store(Music);
        var expected = Identify(clip);
        Assert.Equal(Evidence(expected), Evidence(Identify(clip)));

        for (var seed = 0; seed < 3; seed++)
        {
            using var other = Open($"{_folder.Library}{seed}");
            foreach (var track in Enumerable.Range(0, Music.Length).OrderBy(track => (track * 5) + seed & 7))
            {
                Store($"{track}", Music[track], other);
                if (track % 3 == seed)
                {
                    other.Flush();
                }
            }

            Assert.Equal(Evidence(expected), Evidence(Identify(clip, other)));
        }
    }

    [Fact]
    public void Two_copies_of_a_track_are_both_named_the_first_stored_first()
    {
        Store([.. Music, Music[3]]);

        var answer = Identify(TestConstellation.Clip(Music[3], 1000, 300));

        Assert.Equal(["3", "8"], answer.Matches.Select(match => match.Track.RefId));
        Assert.Equal("8", answer.RunnerUp!.Track.RefId);
        Assert.Equal(answer.BestGuess!.Score, answer.RunnerUp.Score);
    }

    [Fact]
    public void A_clip_longer_than_twenty_seconds_is_found_at_its_first_sample()
    {
        Store(Music);

        var match = Identify(TestConstellation.Clip(Music[3], 100, 2200)).Matches.Single();

        Assert.Equal("3", match.Track.RefId);
        Assert.Equal(1.6, match.Offset, 2e-3);
    }

    [Fact]
    public void Music_at_the_end_of_a_long_recording_is_found_there()
    {
        Store(Music);
        var speech = TestConstellation.Random(seed: 70, seconds: 45);

        var clip = TestConstellation.Clip(Music[3], 1000, 900);
        var match = Identify(TestConstellation.Join(speech, clip)).Matches.Single();

        Assert.Equal("3", match.Track.RefId);
        Assert.Equal(16 - (speech.FrameCount * 0.016), match.Offset, 5e-3);
        Assert.InRange(match.QueryStart, 44, 46);
        Assert.Equal(16, match.ReferenceStart, 1.1);
    }

    [Fact]
    public void Stretches_of_a_long_query_multiply_the_chance_of_a_false_match()
    {
        Store(Music);
        var clip = TestConstellation.Clip(Music[3], 1000, 190, keptShare: 0.2, falseCount: 45);
        var first = TestConstellation.Join(clip, new Constellation([], 1250 - clip.FrameCount + 50));
        var strangers = TestConstellation.Random(seed: 70, seconds: 35);

        // The same stretch of 20 s with nothing but silence, or with two more stretches of other music, after it.
        var alone = Identify(TestConstellation.Join(first, new Constellation([], strangers.FrameCount))).BestGuess!;
        var inThree = Identify(TestConstellation.Join(first, strangers)).BestGuess!;

        Assert.Equal("3", alone.Track.RefId);
        Assert.Equal((alone.Track, alone.Score), (inThree.Track, inThree.Score));
        Assert.InRange(alone.Score, 0, FalseMatchModel.ConclusiveScore(MatchOptions.Balanced, Music.Length, 0));
        Assert.Equal(3, inThree.EValue / alone.EValue, 1e-6);
    }

    [Fact]
    public void A_guess_that_chance_might_make_as_well_is_no_match()
    {
        Store(Music);
        var clip = TestConstellation.Clip(Music[3], 1000, 190, keptShare: 0.12, falseCount: 45);

        var query = TestObservation.Of(clip);
        var guess = Identify(clip).BestGuess!;
        using var snapshot = _index.Snapshot();
        var (below, at) = (IdentifyWithin(guess.EValue * 0.999), IdentifyWithin(guess.EValue));

        Assert.Equal(Decision.None, below.Decision);
        Assert.Empty(below.Matches);
        Assert.Equal(guess.Score, below.BestGuess!.Score);
        Assert.Equal(Decision.Match, at.Decision);

        MatchDecision IdentifyWithin(double maxEValue) =>
            Matcher.Identify(snapshot, query, Full, _index.Find, new MatchOptions { MaxEValue = maxEValue });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_query_without_pairs_has_no_match(int peakCount)
    {
        Store(Music);

        var query = new Constellation([.. Music[3].Peaks.Take(peakCount)], Music[3].FrameCount);
        Assert.Equal(MatchDecision.NoMatch, Identify(query));
    }

    [Fact]
    public void An_empty_library_has_no_match() => Assert.Equal(MatchDecision.NoMatch, Identify(Music[3]));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(20.001)]
    public void Clips_longer_than_the_histogram_bears_are_refused(double seconds)
    {
        using var snapshot = _index.Snapshot();
        var options = new MatchOptions { LongestClip = TimeSpan.FromSeconds(seconds) };

        var query = TestObservation.PeaksOnly(Music[3]);

        Assert.ThrowsAny<ArgumentException>(() => Matcher.Identify(snapshot, query, Full, _index.Find, options));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_threshold_that_nothing_can_meet_is_refused(double eValue)
    {
        using var snapshot = _index.Snapshot();
        var query = TestObservation.PeaksOnly(Music[3]);
        var options = new MatchOptions { MaxEValue = eValue };

        Assert.ThrowsAny<ArgumentException>(() => Matcher.Identify(snapshot, query, Full, _index.Find, options));
    }

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    private static TrackIndex Open(string folder) => TrackIndex.Open(
        folder, Full, constellation => LandmarkPairer.ReferenceLandmarks(constellation, Full), IndexAccess.Create);

    private static (string, double, double, double, int) Evidence(MatchDecision answer)
    {
        var best = answer.Matches[0];
        return (best.Track.RefId, best.Offset, best.Score, best.EValue, best.AlignedPeakCount);
    }

    private MatchDecision Identify(Constellation query, TrackIndex? index = null)
    {
        using var snapshot = (index ?? _index).Snapshot();
        return Matcher.Identify(snapshot, TestObservation.Of(query), Full, (index ?? _index).Find, new MatchOptions());
    }

    private void Store(Constellation[] tracks) =>
        _index.AddRange([.. tracks.Select((track, i) => new NewTrack { RefId = $"{i}", Constellation = track })]);

    private void Store(string refId, Constellation track, TrackIndex? index = null) =>
        (index ?? _index).Add(new NewTrack { RefId = refId, Constellation = track });
}
