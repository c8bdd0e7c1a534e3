using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Redis;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cluster;

/// <summary>An index in a cluster answers as one in a folder does, whatever is done to it.</summary>
[Collection(SharedCluster.Name)]
public sealed class ClusterIndexTests(TestCluster cluster)
{
    private static readonly IndexOptions Small = new() { LogLimit = 100, MergeFanOut = 3 };

    [ClusterFact]
    public void It_answers_as_a_dictionary_does_through_random_changes()
    {
        var library = cluster.Library("changes");
        var expected = new Reference.DictionaryIndex();
        var random = new Random(1);
        using (var index = TestMusic.Open(library, IndexAccess.Create, Small))
        {
            for (var step = 0; step < 120; step++)
            {
                Change(index, expected, random, step);
                if (step % 20 == 0)
                {
                    TestMusic.AssertSame(expected, index);
                }
            }

            index.Flush();
            TestMusic.AssertSame(expected, index);
        }

        using var again = TestMusic.Open(library, IndexAccess.Write, Small);
        TestMusic.AssertSame(expected, again);
        again.Compact();
        TestMusic.AssertSame(expected, again);
        Assert.Equal(0, again.Statistics().DeadShare);
        Assert.Empty(TestMusic.Inspect(library).Faults);
    }

    [ClusterFact]
    public void Many_tracks_at_once_are_a_segment_and_replace_what_was_there()
    {
        var expected = new Reference.DictionaryIndex();
        using var index = TestMusic.Open(cluster.Library("bulk"), IndexAccess.Create, Small);
        Add(index.Add, expected, 0);
        Add(index.Add, expected, 7);
        index.AddSegment([.. Enumerable.Range(5, 40).Select(i => Noted(expected, $"track {i}", 100 + i))]);
        Add(index.Add, expected, 50);
        index.AddSegment([.. Enumerable.Range(30, 40).Select(i => Noted(expected, $"track {i}", 200 + i))]);

        TestMusic.AssertSame(expected, index);
        index.Flush();
        index.Compact();
        TestMusic.AssertSame(expected, index);
        Assert.Empty(TestMusic.Inspect(cluster.Library("bulk")).Faults);
    }

    [ClusterFact]
    public void Tracks_are_found_by_name_path_and_id_and_edited_wherever_they_are()
    {
        using var index = TestMusic.Open(cluster.Library("names"), IndexAccess.Create, Small);
        index.AddSegment([.. Enumerable.Range(0, 200).Select(i => TestMusic.Track($"Stück {i}", i))]);
        index.Add(TestMusic.Track("in the log", 1000));

        foreach (var refId in new[] { "Stück 7", "in the log" })
        {
            var track = index.Find(refId)!;
            Assert.Equal(track, index.Find(track.Id));
            Assert.Equal(track, index.FindByPath($"/music/{refId}.flac"));
            Assert.True(index.Edit(refId, new AudioTags("Other", "Someone", null)));
            var edited = index.Find(refId)!;
            Assert.Equal(("Other", "Someone", null), (edited.Title, edited.Artist, edited.Album));
            Assert.False(index.Move(track, "/elsewhere", 5), "The version that was edited is no longer there.");
            Assert.True(index.Move(edited, $"/elsewhere/{refId}", 5));
            Assert.Null(index.FindByPath($"/music/{refId}.flac"));
            Assert.Equal(refId, index.FindByPath($"/elsewhere/{refId}")!.RefId);
        }

        Assert.Null(index.Find("Stück 1000"));
        Assert.Equal(201, index.TrackCount);
        Assert.Equal(201, index.Tracks().Count());
        Assert.Equal(
            ["Stück 98", "Stück 99", "in the log"],
            index.Tracks(after: "Stück 97").Select(track => track.RefId));
    }

    [ClusterFact]
    public void Two_processes_that_store_and_compact_at_once_lose_and_double_nothing()
    {
        // Other options make other connections, as other processes have.
        var addresses = Enumerable.Range(20, 3)
            .Select(seconds => cluster.Library("crowd", $"timeout={seconds}")).ToList();
        TestMusic.Open(addresses[0], IndexAccess.Create).Dispose();
        var expected = new Reference.DictionaryIndex();
        Parallel.ForEach(addresses, address =>
        {
            var name = address[^2..];
            using var index = TestMusic.Open(address, IndexAccess.Write, Small);
            for (var i = 0; i < 30; i++)
            {
                var track = TestMusic.Track($"{name} {i}", int.Parse(name, null) * 100 + i);
                index.Add(track);
                lock (expected)
                {
                    expected.Add(track.RefId, TestMusic.LandmarksOf(track.Constellation));
                }

                if (i % 10 == 9)
                {
                    index.Flush();
                }
            }

            index.Compact();
        });

        using var read = TestMusic.Open(addresses[0], IndexAccess.Read);
        TestMusic.AssertSame(expected, read);
        Assert.Empty(TestMusic.Inspect(addresses[0]).Faults);
    }

    [ClusterFact]
    public void What_another_process_stores_is_seen_within_a_second()
    {
        using var writer = TestMusic.Open(cluster.Library("seen", "timeout=20"), IndexAccess.Create, Small);
        using var reader = TestMusic.Open(cluster.Library("seen", "timeout=21"), IndexAccess.Read);
        Assert.Equal(0, reader.TrackCount);
        writer.Add(TestMusic.Track("new", 1));
        Thread.Sleep(1000);

        using var snapshot = reader.Snapshot();
        Assert.Equal(1, snapshot.TrackCount);
    }

    [ClusterFact]
    public void A_snapshot_stays_what_it_was_while_the_library_changes()
    {
        using var index = TestMusic.Open(cluster.Library("still", "timeout=20"), IndexAccess.Create, Small);
        index.AddSegment([.. Enumerable.Range(0, 20).Select(i => TestMusic.Track($"track {i}", i))]);
        using var snapshot = index.Snapshot();
        var before = Enumerable.Range(0, 64).Select(key => TestMusic.Postings(index, snapshot, key)).ToList();
        index.Add(TestMusic.Track("more", 100));

        Assert.Equal(before, Enumerable.Range(0, 64).Select(key => TestMusic.Postings(index, snapshot, key)));
    }

    [ClusterFact]
    public void A_block_that_is_gone_is_noticed_and_named()
    {
        var library = cluster.Library("holes");
        using (var index = TestMusic.Open(library, IndexAccess.Create, Small))
        {
            index.AddSegment([.. Enumerable.Range(0, 20).Select(i => TestMusic.Track($"track {i}", i))]);
        }

        Damage.UnlinkOne(library, 'b');
        using var read = TestMusic.Open(cluster.Library("holes", "timeout=23"), IndexAccess.Read);
        using var snapshot = read.Snapshot();
        var error = Assert.Throws<LibraryException>(() =>
            Enumerable.Range(0, 64).Select(key => TestMusic.Postings(read, snapshot, key)).ToList());
        Assert.Contains("lacks its block", error.Message, StringComparison.Ordinal);
        var inspection = TestMusic.Inspect(library);
        Assert.Contains(
            inspection.Faults, fault => fault.Found.Contains("missing or damaged", StringComparison.Ordinal));
    }

    [ClusterFact]
    public void What_a_killed_process_left_is_removed_by_the_next_and_nothing_else()
    {
        var library = cluster.Library("leftovers");
        using var index = TestMusic.Open(library, IndexAccess.Create, Small);
        index.AddSegment([.. Enumerable.Range(0, 20).Select(i => TestMusic.Track($"track {i}", i))]);
        index.AddSegment([.. Enumerable.Range(20, 20).Select(i => TestMusic.Track($"track {i}", i))]);
        var before = cluster.CountValues();

        // Two die after all is written and before it counts.
        Leftover.WriteMerge(library);
        Leftover.WriteMerge(library);
        Assert.True(cluster.CountValues() > before);

        Leftover.CleanUp(library, Small, TimeSpan.FromHours(1));
        Leftover.CleanUp(library, Small, TimeSpan.FromHours(2));
        Assert.Equal(before, cluster.CountValues());
        Assert.Empty(TestMusic.Inspect(library).Faults);
        Assert.Equal(40, index.TrackCount);
    }

    private static void Change(TrackIndex index, Reference.DictionaryIndex expected, Random random, int step)
    {
        switch (random.Next(8))
        {
            case 0 when expected.RefIds.Any():
                var refId = expected.RefIds.ElementAt(random.Next(expected.RefIds.Count()));
                Assert.True(index.Delete(refId));
                Assert.False(index.Delete(refId));
                expected.Delete(refId);
                break;
            case 1:
                index.AddSegment(
                [
                    .. Enumerable.Range(1000 + (10 * step), 5)
                        .Select(seed => Noted(expected, $"track {random.Next(60)}", seed)),
                ]);
                break;
            default:
                index.Add(Noted(expected, $"track {random.Next(60)}", step));
                break;
        }
    }

    private static NewTrack Noted(Reference.DictionaryIndex expected, string refId, int seed)
    {
        var track = TestMusic.Track(refId, seed);
        expected.Add(refId, TestMusic.LandmarksOf(track.Constellation));
        return track;
    }

    private static void Add(Action<NewTrack> add, Reference.DictionaryIndex expected, int number) =>
        add(Noted(expected, $"track {number}", number));
}
