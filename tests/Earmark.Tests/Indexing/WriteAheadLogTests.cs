using Earmark.Indexing;

namespace Earmark.Tests.Indexing;

/// <summary>SQLite drops in silence what follows a damaged frame of its log; we do not.</summary>
public sealed class WriteAheadLogTests : IDisposable
{
    private const int TrackCount = 8;

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_flipped_bit_before_the_last_change_is_refused_and_can_be_mended()
    {
        Kill(out var log, out var lastChange);
        var bytes = File.ReadAllBytes(log);
        var library = Path.GetDirectoryName(log)!;
        foreach (var at in Enumerable.Range(0, 12).Select(i => i * lastChange / 12).Prepend(5).Prepend(17))
        {
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= 4;
            File.WriteAllBytes(log, flipped);

            foreach (var access in Enum.GetValues<IndexAccess>())
            {
                var error = Assert.Throws<LibraryException>(() => TestMusic.Open(library, access).Dispose());
                Assert.Contains(log, error.Message, StringComparison.Ordinal);
            }

            Assert.Contains(TestMusic.Inspect(library).Faults, fault => fault.File == log && !fault.IsMended);
        }

        Assert.Contains(TestMusic.Inspect(library, mend: true).Faults, fault => fault.File == log && fault.IsMended);
        Assert.True(TestMusic.Inspect(library).IsSound);
        using var index = TestMusic.Open(library, IndexAccess.Write);
        for (var i = 0; i < TrackCount; i++)
        {
            index.Add(TestMusic.Track($"track {i}", i));
        }

        Assert.Equal(TrackCount, index.Tracks().Count());
    }

    [Fact]
    public void A_last_change_that_is_broken_is_told_by_an_inspection_and_keeps_nobody_out()
    {
        Kill(out var log, out var lastChange);
        var bytes = File.ReadAllBytes(log);
        bytes[lastChange + 1000] ^= 4;
        File.WriteAllBytes(log, bytes);
        var library = Path.GetDirectoryName(log)!;

        Assert.Contains(
            "not whole", Assert.Single(TestMusic.Inspect(library).Faults).Found, StringComparison.Ordinal);
        using var reader = TestMusic.Open(library, IndexAccess.Read);
        Assert.Equal(TrackCount - 1, reader.Tracks().Count());
    }

    [Fact]
    public void A_log_that_was_begun_again_or_cut_off_is_no_damage()
    {
        Kill(out var log, out _);
        var library = Path.GetDirectoryName(log)!;
        var bytes = File.ReadAllBytes(log);
        for (var length = 0; length < bytes.Length; length += 1111)
        {
            File.WriteAllBytes(log, bytes[..length]);
            Assert.Null(WriteAheadLog.FindFault(LibraryFolder.CataloguePath(library)));
        }

        // A checkpoint begins at the front again, over frames of an earlier round.
        using var database = Database.OpenToWrite(LibraryFolder.CataloguePath(library));
        database.Execute("PRAGMA wal_autocheckpoint = 5");
        for (var i = 0; i < 40; i++)
        {
            database.Execute("UPDATE library SET profile = profile || $0", i % 10);
            Assert.Null(WriteAheadLog.FindFault(LibraryFolder.CataloguePath(library)));
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Leaves a library as a killed writer would, with all its changes in the write-ahead log.</summary>
    private void Kill(out string log, out int lastChange)
    {
        TestMusic.Open(_folder.Library, IndexAccess.Create).Dispose();
        using var index = TestMusic.Open(_folder.Library, IndexAccess.Write);
        var live = LibraryFolder.CataloguePath(_folder.Library) + WriteAheadLog.Ending;
        lastChange = 0;
        for (var i = 0; i < TrackCount; i++)
        {
            lastChange = (int)new FileInfo(live).Length;
            index.Add(TestMusic.Track($"track {i}", i));
        }

        log = LibraryFolder.CataloguePath(_folder.CopyLibrary("killed")) + WriteAheadLog.Ending;
    }
}
