using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Matching;

namespace Earmark.Tests.EndToEnd;

public sealed class ComposedMusicTests(ComposedLibrary composed) : IClassFixture<ComposedLibrary>
{
    private const double OffsetTolerance = 0.05;

    public static TheoryData<int> Tracks => [.. Enumerable.Range(0, ComposedLibrary.TrackCount)];

    [Fact]
    public void Every_format_is_stored_with_its_length_and_its_tags()
    {
        Assert.Equal(ComposedLibrary.TrackCount, composed.Results.Count);
        Assert.All(composed.Results, result => Assert.Equal(StoreStatus.Stored, result.Status));
        Assert.All(composed.Results, result => Assert.Empty(result.Warnings));
        for (var number = 0; number < ComposedLibrary.TrackCount; number++)
        {
            var track = composed.Library.Tracks().Single(t => t.RefId == ComposedLibrary.RefId(number));
            var expected = composed.Piece(number).Duration.TotalSeconds;
            Assert.InRange(track.Duration.TotalSeconds, expected - 0.05, expected + 0.05);
            Assert.Equal(number == 0 ? null : "A title", track.Title);
        }
    }

    [Theory, MemberData(nameof(Tracks))]
    public async Task A_clean_clip_is_named_to_the_hundredth_of_a_second(int number)
    {
        var answer = await composed.AskAsync(composed.Piece(number).Cut(17.3, 5), $"clean-{number}");

        AssertNames(answer, number, 17.3, tolerance: 0.01);
        Assert.True(answer.Best!.Confidence > 0.999);
        Assert.Equal(1, answer.Best.TimeFactor, 0.003);
        Assert.Equal(1, answer.Best.FrequencyFactor, 0.003);
        Assert.True(answer.Best.Coverage > 0.9);
    }

    [Theory, MemberData(nameof(Tracks))]
    public async Task A_clip_from_a_noisy_room_down_a_telephone_is_named(int number)
    {
        var clip = Degrader.Room(composed.Piece(number).Cut(24, 10), reverberation: 0.5, seed: number);
        clip = Degrader.Telephone(Degrader.Babble(clip, snrDb: 3, seed: number));

        AssertNames(await composed.AskAsync(clip, $"noisy-{number}"), number, 24, OffsetTolerance);
    }

    [Fact]
    public async Task A_piece_that_was_not_stored_gets_an_honest_no()
    {
        for (var start = 0; start < 50; start += 10)
        {
            var answer = await composed.AskAsync(
                composed.Piece(ComposedLibrary.TrackCount).Cut(start, 10), $"unknown-{start}");

            Assert.Equal(Decision.None, answer.Decision);
            Assert.Empty(answer.Matches);
        }
    }

    [Fact]
    public async Task A_clip_that_runs_over_the_end_of_its_track_is_named_by_the_part_inside()
    {
        var piece = composed.Piece(1);
        var start = piece.Duration.TotalSeconds - 5;
        var silence = new Sound(new float[3 * Sound.SampleRate], 1);
        var clip = new Sound([.. piece.Cut(start, 5).Samples, .. silence.Samples], 1);

        var answer = await composed.AskAsync(clip, "overrun");

        AssertNames(answer, 1, start, OffsetTolerance);
        Assert.True(answer.Best!.QueryStop < 6);
    }

    [Fact]
    public async Task The_same_question_gets_the_same_answer()
    {
        var clip = Degrader.Babble(composed.Piece(2).Cut(30, 5), snrDb: 0, seed: 9);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => composed.AskAsync(clip, $"same-{i}")));

        Assert.NotNull(answers[0].Best);
        Assert.All(answers, answer => Assert.Equal(answers[0].Best, answer.Best));
    }

    [Fact]
    public async Task A_folder_stored_again_is_skipped_file_by_file()
    {
        var again = await composed.Library.StoreAllAsync([composed.Music]).ToListAsync();

        Assert.All(again, result => Assert.Equal(StoreStatus.Skipped, result.Status));
        Assert.Equal(ComposedLibrary.TrackCount, composed.Library.Tracks().Count());
    }

    private static void AssertNames(QueryAnswer answer, int number, double start, double tolerance)
    {
        Assert.Equal(Decision.Match, answer.Decision);
        Assert.Equal(ComposedLibrary.RefId(number), answer.Best!.Track.RefId);
        Assert.InRange(answer.Best.Offset, start - tolerance, start + tolerance);
    }
}
