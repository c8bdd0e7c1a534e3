using System.Collections.Concurrent;
using System.Diagnostics;
using Earmark.Indexing;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cluster;

/// <summary>Stores, deletes, merges and asks by several connections at once, while nodes die or are cut off.</summary>
/// <remarks>
/// Whoever stores waits for a track to be acknowledged and tries again until it is; so what the library should hold in
/// the end is known exactly, and whether it is lost or doubled.
/// </remarks>
internal sealed class ClusterFaultRounds(TestCluster cluster, string name, int seed)
{
    private const int WriterCount = 3;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(4);
    private static readonly IndexOptions Small = new() { LogLimit = 300, MergeFanOut = 3 };

    private readonly Reference.DictionaryIndex _expected = new();
    private readonly ConcurrentDictionary<string, byte> _acknowledged = [];
    private int _round;

    /// <summary>Tracks that were acknowledged, and deletions.</summary>
    public int AcknowledgedCount { get; private set; }

    /// <summary>Times that a store or deletion failed, and was tried again.</summary>
    public int FailureCount { get; private set; }

    /// <summary>The longest that no query was answered, of each round.</summary>
    public List<TimeSpan> Outages { get; } = [];

    /// <summary>Lets one thing go wrong while all are at work, then checks that nothing is lost or doubled.</summary>
    /// <param name="fault">Does it, and returns once it is over.</param>
    public void Run(Action fault)
    {
        _round++;
        TestMusic.Open(Address(0), IndexAccess.Create, Small).Dispose();
        using var stop = new CancellationTokenSource();
        var reader = Task.Factory.StartNew(() => Ask(stop.Token), TaskCreationOptions.LongRunning);
        var writers = Enumerable.Range(0, WriterCount)
            .Select(i => Task.Factory.StartNew(() => Store(i, stop.Token), TaskCreationOptions.LongRunning)).ToArray();
        Thread.Sleep(Calm);
        fault();
        Thread.Sleep(Aftermath);
        stop.Cancel();
        Task.WaitAll([reader, .. writers]);
        Outages.Add(reader.Result);
        cluster.WaitUntilWhole();
        Check();
    }

    // Connections of their own, as processes have: addresses differ in an option.
    private string Address(int connection) => cluster.Library(name, $"timeout={20 + connection}");

    private void Store(int writer, CancellationToken stop)
    {
        var random = new Random((seed * 1000) + (_round * 10) + writer);
        using var index = TestMusic.Open(Address(writer), IndexAccess.Write, Small);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var track = TestMusic.Track($"w{writer} {random.Next(200)}", random.Next());
            if (i % 5 == 4)
            {
                Insist(() => index.Delete(track.RefId));
                Note(() => _expected.Delete(track.RefId));
                _acknowledged.TryRemove(track.RefId, out _);
            }
            else if (i % 17 == 16)
            {
                Insist(() => index.AddSegment([track]));
                Stored(track);
            }
            else
            {
                Insist(() => index.Add(track));
                Stored(track);
            }
        }
    }

    private void Stored(NewTrack track)
    {
        Note(() => _expected.Add(track.RefId, TestMusic.LandmarksOf(track.Constellation)));
        _acknowledged[track.RefId] = 0;
    }

    private void Note(Action note)
    {
        lock (_expected)
        {
            note();
            AcknowledgedCount++;
        }
    }

    private void Insist(Action change)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                change();
                return;
            }
            catch (LibraryException) when (attempt < 5)
            {
                lock (_expected)
                {
                    FailureCount++;
                }
            }
        }
    }

    /// <summary>Asks all the time; returns the longest time without an answer.</summary>
    private TimeSpan Ask(CancellationToken stop)
    {
        using var index = TestMusic.Open(Address(WriterCount), IndexAccess.Read);
        var (longest, last) = (TimeSpan.Zero, Stopwatch.GetTimestamp());
        var positions = Array.Empty<long>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var snapshot = index.Snapshot();
                foreach (var segment in snapshot.Segments)
                {
                    for (var key = 0; key < TestMusic.Profile.KeyCount; key++)
                    {
                        segment.ReadPostings(key, ref positions);
                    }
                }
            }
            catch (LibraryException e) when (e.IsOutdated)
            {
                continue;
            }
            catch (LibraryException)
            {
                // It gave up; what counts is when the next answer comes.
                continue;
            }

            var elapsed = Stopwatch.GetElapsedTime(last);
            longest = elapsed > longest ? elapsed : longest;
            last = Stopwatch.GetTimestamp();
        }

        return longest;
    }

    private void Check()
    {
        using var index = TestMusic.Open(cluster.Library(name, "timeout=60"), IndexAccess.Read);
        TestMusic.AssertSame(_expected, index);
        Assert.Equal(_acknowledged.Count, index.TrackCount);
        Assert.Empty(TestMusic.Inspect(cluster.Library(name, "timeout=60")).Faults);
    }
}
