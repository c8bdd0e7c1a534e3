using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

public sealed class IndexSnapshotTests : IDisposable
{
    private static readonly IndexOptions Small = new() { LogLimit = 50, MergeFanOut = 3 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        var expected = new Reference.DictionaryIndex();
        for (var i = 0; i < 9; i++)
        {
            index.Add(TestMusic.Track($"track {i}", i));
            expected.Add($"track {i}", TestMusic.LandmarksOf(TestMusic.Constellation(i)));
        }

        using var snapshot = index.Snapshot();
        var before = Enumerable.Range(0, TestMusic.Profile.KeyCount)
            .Select(key => TestMusic.Postings(index, snapshot, key)).ToList();
        var names = index.Tracks().ToDictionary(track => track.Id, track => track.RefId);
        for (var i = 0; i < 9; i++)
        {
            index.Delete($"track {i}");
            index.Add(TestMusic.Track($"later {i}", i + 100));
        }

        index.Flush();
        Assert.Equal(9, snapshot.TrackCount);
        for (var key = 0; key < before.Count; key++)
        {
            Assert.Equal(expected.Postings(key), before[key]);
            Assert.Equal(before[key].Count, CountLive(snapshot, key, names));
        }
    }

    [Fact]
    public void Segments_of_a_snapshot_share_one_time_line_of_even_bases()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        for (var i = 0; i < 7; i++)
        {
            index.Add(TestMusic.Track($"track {i}", i));
        }

        using var snapshot = index.Snapshot();
        Assert.True(snapshot.Segments.Count > 2);
        var end = 0L;
        foreach (var segment in snapshot.Segments)
        {
            Assert.Equal(end, segment.BasePosition);
            Assert.Equal(0, segment.BasePosition % 2);
            end += segment.FrameLimit;
        }
    }

    [Fact]
    public async Task Readers_see_whole_commits_while_a_writer_adds_merges_and_deletes()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        using var reader = TestMusic.Open(_folder.Library, IndexAccess.Read);
        index.AddRange([TestMusic.Track("even", 0), TestMusic.Track("odd", 1)]);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var positions = Array.Empty<long>();
            while (!stop.IsCancellationRequested)
            {
                using var snapshot = reader.Snapshot();
                var live = snapshot.Segments.Sum(segment => Live(segment, ref positions));
                Assert.Equal(2, snapshot.TrackCount);
                Assert.Equal(2 * 19, live);
            }
        });

        for (var i = 2; i < 120; i += 2)
        {
            index.AddRange([TestMusic.Track("even", i), TestMusic.Track("odd", i + 1)]);
        }

        await stop.CancelAsync();
        await reading;
    }

    public void Dispose() => _folder.Dispose();

    private static int Live(Segment segment, ref long[] positions)
    {
        var live = 0;
        for (var key = 0; key < TestMusic.Profile.KeyCount; key++)
        {
            var count = segment.ReadPostings(key, ref positions);
            foreach (var position in positions.AsSpan(0, count))
            {
                live += segment.TryLocate(position, 0, out var track) && segment.IsLive(track) ? 1 : 0;
            }
        }

        return live;
    }

    private static int CountLive(IndexSnapshot snapshot, int key, Dictionary<long, string> names)
    {
        var positions = Array.Empty<long>();
        var live = 0;
        foreach (var segment in snapshot.Segments)
        {
            var count = segment.ReadPostings(key, ref positions);
            foreach (var position in positions[..count])
            {
                Assert.True(segment.TryLocate(position, 0, out var track));
                live += segment.IsLive(track) ? 1 : 0;
                Assert.True(!segment.IsLive(track) || names.ContainsKey(track.TrackId));
            }
        }

        return live;
    }
}
