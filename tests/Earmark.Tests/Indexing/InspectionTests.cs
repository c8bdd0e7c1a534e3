using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>What is wrong with a segment is named, and mending keeps every track whose peaks are whole.</summary>
public sealed class InspectionTests : IDisposable
{
    private static readonly IndexOptions Small = new() { LogLimit = 150, MergeFanOut = 3 };

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_library_after_many_changes_is_sound()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        for (var i = 0; i < 60; i++)
        {
            index.Add(TestMusic.Track($"track {i % 23}", i));
            if (i % 7 == 6)
            {
                index.Delete($"track {i % 5}");
            }
        }

        Assert.Empty(TestMusic.Inspect(_folder.Library).Faults);
        index.Flush();
        var inspection = TestMusic.Inspect(_folder.Library);

        Assert.Empty(inspection.Faults);
        Assert.Equal(index.Tracks().Count(), inspection.TrackCount);
        Assert.Equal(index.Statistics().PostingCount, inspection.PostingCount);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_segment_is_found_and_mending_keeps_what_is_whole()
    {
        var expected = MakeLibrary(trackCount: 6, out var file);
        var bytes = File.ReadAllBytes(file);
        var positions = Enumerable.Range(0, bytes.Length).Where(at => at < 80 ? at % 4 == 0 : at % 131 == 0).ToList();
        foreach (var at in positions)
        {
            File.WriteAllBytes(file, Flipped(bytes, at));

            var found = TestMusic.Inspect(_folder.Library);
            var fault = Assert.Single(found.Faults);
            Assert.Equal(file, fault.File);
            Assert.False(fault.IsMended);

            var copy = _folder.CopyLibrary($"copy {at}");
            var mended = TestMusic.Inspect(copy, mend: true);
            AssertHolds(expected, mended, copy);
            Assert.Equal(found.Lost, mended.Lost);
        }
    }

    [Fact]
    public void Damaged_postings_cost_nothing_since_they_follow_from_the_peaks()
    {
        var expected = MakeLibrary(trackCount: 6, out var file);
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, Flipped(bytes, SegmentHeader.Size + 20));

        var inspection = TestMusic.Inspect(_folder.Library, mend: true);

        Assert.Contains("1 damaged block", Assert.Single(inspection.Faults).Found, StringComparison.Ordinal);
        Assert.True(inspection.IsWhole);
        AssertHolds(expected, inspection, _folder.Library);
        Assert.Equal(bytes, File.ReadAllBytes(TrackIndexTests.SegmentFiles(_folder.Library).Single()));
    }

    [Fact]
    public void Postings_that_do_not_follow_from_the_peaks_are_found_though_every_checksum_is_right()
    {
        MakeLibrary(trackCount: 2, out var file);
        var inputs = Enumerable.Range(0, 2).Select(i => TestMusic.Constellation(i)).ToList();
        var fingerprinter = new Fingerprinter(
            TestMusic.Profile, peaks => [.. TestMusic.LandmarksOf(peaks).Select(l => l with { Key = l.Key ^ 1 })]);
        using (var stream = File.Create(file))
        {
            fingerprinter.WriteSegment(stream, [.. inputs.Select((input, i) => fingerprinter.Make(i + 1, input))]);
        }

        var length = new FileInfo(file).Length;
        using (var database = Database.OpenToWrite(LibraryFolder.CataloguePath(_folder.Library)))
        {
            database.Execute("UPDATE segment SET byte_count = $0", length);
        }

        var fault = Assert.Single(TestMusic.Inspect(_folder.Library).Faults);
        Assert.Contains("do not follow from its peaks", fault.Found, StringComparison.Ordinal);
        Assert.True(TestMusic.Inspect(_folder.Library, mend: true).IsWhole);
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
    }

    [Theory]
    [InlineData("emptied", 6)]
    [InlineData("gone", 6)]
    [InlineData("cut off", 1)]
    public void A_segment_that_is_cut_off_or_gone_is_named_and_the_rest_stays_usable(string what, int lostCount)
    {
        var expected = MakeLibrary(trackCount: 6, out var file);
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Write))
        {
            index.Add(TestMusic.Track("other", 99));
            expected.Add("other", TestMusic.LandmarksOf(TestMusic.Constellation(99)));
        }

        if (what == "gone")
        {
            File.Delete(file);
        }
        else
        {
            // The footer, and a little of the last track's peaks.
            using var stream = new FileStream(file, FileMode.Open);
            stream.SetLength(what == "emptied" ? 0 : stream.Length - SegmentHeader.FooterSize - 10);
        }

        using (var reader = TestMusic.Open(_folder.Library, IndexAccess.Read))
        {
            var error = Assert.Throws<LibraryException>(() => reader.Snapshot().Dispose());
            Assert.Contains("earmark verify --mend", error.Message, StringComparison.Ordinal);
        }

        var mended = TestMusic.Inspect(_folder.Library, mend: true);
        Assert.Equal(lostCount, mended.Lost.Count);
        Assert.All(mended.Lost, track => Assert.Equal($"/music/{track.RefId}.flac", track.Path));
        AssertHolds(expected, mended, _folder.Library);
    }

    [Fact]
    public void A_rebuilt_segment_of_many_tracks_is_written_in_parts_and_merges_again()
    {
        var expected = MakeLibrary(trackCount: 20, out var file);
        File.WriteAllBytes(file, Flipped(File.ReadAllBytes(file), SegmentHeader.Size + 20));
        using (var database = Database.OpenToWrite(LibraryFolder.CataloguePath(_folder.Library)))
        {
            var segments = new SegmentFolder(_folder.Library, TestMusic.Profile.Id);
            var fingerprinter = new Fingerprinter(TestMusic.Profile, TestMusic.LandmarksOf);
            var row = Manifest.ReadSegments(database).Single();
            new LibraryMender(database, segments, fingerprinter, landmarkLimit: 60, CancellationToken.None)
                .Rebuild(new SegmentInspection(row, file, LiveCount: 20));
        }

        Assert.Equal(5, TrackIndexTests.SegmentFiles(_folder.Library).Count);
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Write, Small);
        index.Flush();
        TestMusic.AssertSame(expected, index);
    }

    [Fact]
    public void A_segment_of_a_newer_program_or_of_another_library_is_no_damage_and_is_left_alone()
    {
        MakeLibrary(trackCount: 2, out var file);
        var bytes = File.ReadAllBytes(file);
        var header = SegmentHeader.Read(bytes);
        var newer = header with { Version = SegmentHeader.FormatVersion + 1 };
        var foreign = header with { ProfileId = "other-00000000" };
        foreach (var other in new[] { newer, foreign })
        {
            bytes.AsSpan(0, SegmentHeader.Size).Clear();
            other.Write(bytes);
            File.WriteAllBytes(file, bytes);

            var inspection = TestMusic.Inspect(_folder.Library, mend: true);

            Assert.False(Assert.Single(inspection.Faults).IsMended);
            Assert.Equal(bytes, File.ReadAllBytes(file));
        }
    }

    [Fact]
    public async Task An_inspection_beside_a_writer_that_merges_finds_nothing_wrong()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create, Small);
        index.Add(TestMusic.Track("first", 0));
        var isDone = false;
        var inspecting = Task.Run(() =>
        {
            var faults = new List<Fault>();
            while (!Volatile.Read(ref isDone))
            {
                faults.AddRange(TestMusic.Inspect(_folder.Library).Faults);
            }

            return faults;
        });
        for (var i = 0; i < 150; i++)
        {
            index.Add(TestMusic.Track($"track {i % 40}", i));
        }

        Volatile.Write(ref isDone, true);
        Assert.Empty(await inspecting);
    }

    [Fact]
    public void Mending_waits_for_no_writer_but_says_who_it_is()
    {
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Create);

        var error = Assert.Throws<LibraryException>(
            () => TestMusic.Inspect(_folder.Library, mend: true, new IndexOptions { WriterWait = TimeSpan.Zero }));
        Assert.Contains("is being written by process", error.Message, StringComparison.Ordinal);
        Assert.True(TestMusic.Inspect(_folder.Library).IsSound);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[at] ^= 0x10;
        return flipped;
    }

    /// <summary>Asserts that a mended library is sound and holds all but what was said to be lost.</summary>
    private static void AssertHolds(Reference.DictionaryIndex expected, Inspection mended, string library)
    {
        Assert.All(mended.Faults, fault => Assert.True(fault.IsMended));
        Assert.Empty(TestMusic.Inspect(library).Faults);
        var kept = new Reference.DictionaryIndex(expected);
        foreach (var track in mended.Lost)
        {
            Assert.True(kept.Delete(track.RefId));
        }

        using var reader = TestMusic.Open(library, IndexAccess.Read);
        TestMusic.AssertSame(kept, reader);
    }

    private Reference.DictionaryIndex MakeLibrary(int trackCount, out string file)
    {
        var expected = new Reference.DictionaryIndex();
        using (var index = TestMusic.Open(_folder.Library, IndexAccess.Create))
        {
            for (var i = 0; i < trackCount; i++)
            {
                index.Add(TestMusic.Track($"track {i}", i));
                expected.Add($"track {i}", TestMusic.LandmarksOf(TestMusic.Constellation(i)));
            }
        }

        file = TrackIndexTests.SegmentFiles(_folder.Library).Single();
        return expected;
    }
}
