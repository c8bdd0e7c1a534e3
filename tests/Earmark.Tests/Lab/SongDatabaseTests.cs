using Earmark.Lab;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Lab;

public sealed class SongDatabaseTests : IDisposable
{
    private static readonly LabSettings Settings = new();

    private readonly TestFolder _folder = new();

    private string File => SongDatabase.PathOf(_folder.Path, Settings);

    [Fact]
    public void What_is_written_is_read_again()
    {
        LabSong[] songs =
        [
            HashTableTests.Song("a/ä.mp3", new LabPair(0, 34, 0, 127), new LabPair(70_000, 70_000, 128, 1)),
            HashTableTests.Song("b.wav"),
        ];

        SongDatabase.Write(File, Settings, songs);

        var read = SongDatabase.Read(File, Settings);
        Assert.Equal(2, read.Count);
        Assert.All(songs.Zip(read), pair =>
        {
            Assert.Equal(pair.First with { Pairs = [] }, pair.Second with { Pairs = [] });
            Assert.Equal(pair.First.Pairs, pair.Second.Pairs);
        });
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void The_layout_is_the_one_that_is_drawn()
    {
        SongDatabase.Write(File, Settings, [HashTableTests.Song("a", new LabPair(258, 260, 3, 4))]);

        var bytes = System.IO.File.ReadAllBytes(File);
        Assert.Equal("EARMLAB1\u0008notebook"u8.ToArray(), bytes[..17]);
        Assert.Equal([1, 0, 0, 0, 1, (byte)'a'], bytes[17..23]);
        Assert.Equal([2, 1, 0, 0, 2, 3, 4], bytes[^11..^4]);
        Assert.Equal(17 + 4 + 2 + 16 + 8 + 20 + 7 + 4, bytes.Length);
    }

    [Fact]
    public void Of_no_file_there_are_no_songs() => Assert.Empty(SongDatabase.Read(File, Settings));

    [Fact]
    public void Damage_and_other_versions_and_settings_are_noticed()
    {
        SongDatabase.Write(File, Settings, [HashTableTests.Song("a", new LabPair(1, 2, 3, 4))]);
        var whole = System.IO.File.ReadAllBytes(File);
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = whole.AsSpan().ToArray();
            damaged[i] ^= 0x10;
            System.IO.File.WriteAllBytes(File, damaged);
            Assert.Throws<InvalidDataException>(() => SongDatabase.Read(File, Settings));
            System.IO.File.WriteAllBytes(File, whole[..i]);
            Assert.Throws<InvalidDataException>(() => SongDatabase.Read(File, Settings));
        }

        System.IO.File.WriteAllBytes(File, whole);
        var other = new LabSettings(PeakRule.Shifts, 12.5);
        Assert.EndsWith("shifts-12.5.lab", SongDatabase.PathOf("x", other), StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => SongDatabase.Read(File, other));
    }

    public void Dispose() => _folder.Dispose();
}
