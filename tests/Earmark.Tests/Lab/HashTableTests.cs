using Earmark.Lab;

namespace Earmark.Tests.Lab;

public sealed class HashTableTests
{
    private static readonly LabPair Low = new(3, 5, 10, 12);
    private static readonly LabPair High = new(8, 9, 40, 60);

    [Fact]
    public void A_slot_holds_the_pairs_that_hash_to_it_by_song()
    {
        var table = new HashTable([Song("a", Low, High, Low with { Frame1 = 13, Frame2 = 15 }), Song("b", Low)]);

        Assert.Equal(4, table.RowCount);
        Assert.Equal(
            [new HashRow(Low, 0), new HashRow(new LabPair(13, 15, 10, 12), 0), new HashRow(Low, 1)],
            table.Slot(PairHash.Of(Low)).ToArray());
        Assert.Equal(4, Enumerable.Range(1, PairHash.Size).Sum(slot => table.Slot(slot).Length));
    }

    [Fact]
    public void The_notebook_counts_hits_and_the_text_counts_those_that_share_an_offset()
    {
        // The first song has the clip's pairs in order, 100 segments later; the second has one of them five times.
        var first = Song("first", Later(Low, 100), Later(High, 100), Later(Low, 7));
        var second = Song("second", [.. Enumerable.Range(1, 5).Select(i => Later(Low, 20 * i))]);

        var scores = HashMatcher.Match(new HashTable([first, second]), [first, second], [Low, High]);

        Assert.Equal((3, 2, 100), (scores[0].HitCount, scores[0].OffsetCount, scores[0].Offset));
        Assert.Equal((5, 1, 20), (scores[1].HitCount, scores[1].OffsetCount, scores[1].Offset));
        Assert.Equal(2.0 / 3, scores[0].Confidence, 12);
        Assert.Equal(100 * 0.028, scores[0].OffsetSeconds, 12);
        Assert.Equal([1, 0], HashMatcher.ByHits(scores).Select(score => score.Song));
        Assert.Equal([0, 1], HashMatcher.ByOffset(scores).Select(score => score.Song));
    }

    [Fact]
    public void A_song_without_hits_has_no_confidence()
    {
        var songs = new[] { Song("a", High) };

        var score = HashMatcher.Match(new HashTable(songs), songs, [Low]).Single();

        Assert.Equal((0, 0, 0.0), (score.HitCount, score.OffsetCount, score.Confidence));
    }

    internal static LabSong Song(string name, params LabPair[] pairs) =>
        new(name, 1000, 5, 2.5, 44_100, 2, 3, 4, pairs);

    private static LabPair Later(LabPair pair, int frames) =>
        pair with { Frame1 = pair.Frame1 + frames, Frame2 = pair.Frame2 + frames };
}
