using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Tests.Indexing;

/// <summary>Small constellations, a small key space, and a pairing that anyone can do by hand.</summary>
internal static class TestMusic
{
    /// <summary>64 keys.</summary>
    public static FingerprintProfile Profile { get; } =
        new() { Name = "test", AnchorCells = 8, StepCells = 4, DelayCells = 2 };

    /// <summary>Each peak but the last is the anchor of the next.</summary>
    public static Landmark[] LandmarksOf(Constellation constellation) =>
    [
        .. constellation.Peaks.Zip(constellation.Peaks.Skip(1)).Select(pair =>
            new Landmark((pair.First.Step + pair.Second.Step) % Profile.KeyCount, pair.First.Frame)),
    ];

    public static Constellation Constellation(int seed, int peakCount = 20, int frameCount = 300)
    {
        var random = new Random(seed);
        var peaks = Enumerable.Range(0, peakCount)
            .Select(_ => new Peak(random.Next(frameCount), (ushort)random.Next(200, 7800), (byte)random.Next(20)))
            .OrderBy(peak => peak.Frame).ThenBy(peak => peak.Step).ThenBy(peak => peak.Rank);
        return new Constellation([.. peaks], frameCount);
    }

    public static NewTrack Track(string refId, int seed) => new()
    {
        RefId = refId,
        Path = $"/music/{refId}.flac",
        FileSize = 1000 + seed,
        Modified = 638_000_000_000_000_000 + seed,
        Title = $"Title {seed}",
        Duration = TimeSpan.FromSeconds(4.8),
        Constellation = Constellation(seed),
    };

    public static TrackIndex Open(string folder, IndexAccess access, IndexOptions? options = null) =>
        TrackIndex.Open(folder, Profile, LandmarksOf, access, options);

    /// <summary>Inspects, and mends if told to, with the profile and pairing above.</summary>
    public static Inspection Inspect(string folder, bool mend = false, IndexOptions? options = null) =>
        TrackIndex.Inspect(
            folder,
            id => id == Profile.Id ? Profile : throw new LibraryException($"No profile is called {id}."),
            (constellation, _) => LandmarksOf(constellation),
            new InspectionOptions { Mend = mend, Threads = 2, Index = options ?? new IndexOptions() },
            progress: null,
            CancellationToken.None);

    /// <summary>Everything a snapshot answers for one key, with dead tracks left out.</summary>
    public static List<(string RefId, int Frame)> Postings(TrackIndex index, IndexSnapshot snapshot, int key)
    {
        var postings = new List<(string RefId, int Frame)>();
        var positions = Array.Empty<long>();
        foreach (var segment in snapshot.Segments)
        {
            var count = segment.ReadPostings(key, ref positions);
            Assert.Equal(positions[..count].Order(), positions[..count]);
            foreach (var position in positions[..count])
            {
                Assert.True(segment.TryLocate(position, 0, out var track));
                if (segment.IsLive(track))
                {
                    postings.Add((index.Find(track.TrackId)!.RefId, (int)(position - track.Base)));
                }
            }
        }

        return [.. postings.OrderBy(posting => posting.RefId, StringComparer.Ordinal).ThenBy(posting => posting.Frame)];
    }

    /// <summary>Asserts that the index answers every question as the dictionary does.</summary>
    public static void AssertSame(Reference.DictionaryIndex expected, TrackIndex index)
    {
        using var snapshot = index.Snapshot();
        Assert.Equal(expected.RefIds, index.Tracks().Select(track => track.RefId));
        Assert.Equal(expected.RefIds.Count(), snapshot.TrackCount);
        for (var key = 0; key < Profile.KeyCount; key++)
        {
            Assert.Equal(expected.Postings(key), Postings(index, snapshot, key));
        }
    }
}
