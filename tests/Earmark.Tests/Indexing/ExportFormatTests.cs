using System.Buffers.Binary;
using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Tests.House;

namespace Earmark.Tests.Indexing;

/// <summary>The bytes of an export: as documented, read back, and never taken for whole when they are not.</summary>
public sealed class ExportFormatTests
{
    private static readonly FingerprintProfile Profile = FingerprintProfile.Full;

    [Fact]
    public void The_example_in_the_documents_is_what_is_written_and_read()
    {
        Peak[] peaks = [new(10, 1600, 0), new(20, 2000, 1)];
        var track = new NewTrack
        {
            RefId = "a",
            Path = "/a.mp3",
            FileSize = 1000,
            Modified = 638_000_000_000_000_000,
            Title = "Ä",
            Duration = TimeSpan.FromSeconds(4.8),
            Constellation = new Constellation(peaks, 300),
        };
        var packed = new PackedTrack(track, ConstellationCodec.Encode(track.Constellation));

        var written = Write("example-00000000", packed);

        var document = Repository.Read("docs/export-format.md");
        Assert.Contains($"\n{written.Length} bytes", document, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexString(written), Convert.ToHexString(HexDump.Read(document, written.Length)));
        var reader = new ExportReader(new MemoryStream(written), "example");
        Assert.Equal("example-00000000", reader.ProfileId);
        AssertSame(packed, reader.Read(Profile)!);
        Assert.Null(reader.Read(Profile));
        Assert.Null(reader.Fault);
    }

    [Fact]
    public void The_version_in_the_documents_is_that_of_the_code() => Assert.Contains(
        $"\n| {ExportHeader.FormatVersion} | ", Repository.Read("docs/export-format.md"), StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_written_is_read_back()
    {
        PackedTrack[] tracks =
        [
            Packed(new NewTrack { RefId = "a", Constellation = new Constellation([], 0) }),
            Packed(TestMusic.Track("b\0\n\"Ünïcode\" 🎵", 2)),
            Packed(TestMusic.Track("c", 3) with { Title = "", Artist = "x", Album = "y", Path = null }),
            .. Enumerable.Range(4, 20).Select(seed => Packed(TestMusic.Track($"{seed}", seed))),
        ];

        var reader = new ExportReader(new MemoryStream(Write(Profile.Id, tracks)), "export");

        Assert.All(tracks, track => AssertSame(track, reader.Read(Profile)!));
        Assert.Null(reader.Read(Profile));
        Assert.Null(reader.Fault);
    }

    [Fact]
    public void An_export_cut_off_anywhere_is_noticed_and_gives_what_is_whole()
    {
        var (whole, ends) = ThreeTracks();
        for (var length = ExportHeader.Size; length < whole.Length; length++)
        {
            var (count, fault) = ReadAll(whole[..length]);

            Assert.Equal(ends.Count(end => end <= length), count);
            Assert.Contains($"cut off at byte {length:N0}", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_flipped_bit_is_noticed_anywhere_and_costs_no_other_track_than_its_own()
    {
        var (whole, ends) = ThreeTracks();
        for (var at = ExportHeader.Size; at < whole.Length; at++)
        {
            whole[at] ^= 0x10;
            var (count, fault) = ReadAll(whole);
            whole[at] ^= 0x10;

            Assert.NotNull(fault);
            var start = ends.LastOrDefault(end => end <= at, ExportHeader.Size);
            var isBody = at < ends[^1] && at >= start + ExportRecord.HeadSize;
            var before = ends.Count(end => end <= at);
            Assert.Equal(isBody ? 2 : before, count);
            Assert.Contains(isBody ? "1 damaged track" : "is damaged at byte", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_header_that_is_damaged_or_of_something_else_is_refused()
    {
        var (whole, _) = ThreeTracks();
        for (var at = 0; at < ExportHeader.Size; at++)
        {
            whole[at] ^= 0x10;
            var refusal = Assert.Throws<LibraryException>(() => ReadAll(whole));
            whole[at] ^= 0x10;

            Assert.Contains(at < 8 ? "is no export" : "is damaged", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Throws<LibraryException>(() => ReadAll([]));
        Assert.Throws<LibraryException>(() => ReadAll(whole[..40]));
    }

    [Fact]
    public void A_newer_version_is_told_from_damage()
    {
        var header = new ExportHeader(ExportHeader.FormatVersion + 1, Profile.Id).Encode();

        var refusal = Assert.Throws<LibraryException>(() => ReadAll(header));

        Assert.Contains("use a newer Earmark", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_was_lost_and_bytes_after_the_end_are_noticed()
    {
        var (whole, ends) = ThreeTracks();

        var (count, fault) = ReadAll([.. whole[..ends[0]], .. whole[ends[1]..]]);
        Assert.Equal(2, count);
        Assert.Contains("counts 3 tracks", fault, StringComparison.Ordinal);

        (count, fault) = ReadAll([.. whole, 0]);
        Assert.Equal(3, count);
        Assert.Contains($"goes on after its end at byte {whole.Length:N0}", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_profile_makes_is_damage_even_with_right_checksums()
    {
        Peak[][] impossible =
        [
            [new(10, 1600, (byte)Profile.ReferencePeakRate)],
            [new(10, 8191, 0)],
            [new(10, 100, 0)],
            [new(10, 1600, 0), new(10, 1599, 0)],
        ];
        foreach (var peaks in impossible)
        {
            var track = TestMusic.Track("a", 1) with { Constellation = new Constellation(peaks, 300) };
            AssertDamaged(track);
        }

        AssertDamaged(TestMusic.Track("a", 1) with { Duration = TimeSpan.FromSeconds(-1) });
        AssertDamaged(TestMusic.Track("", 1));

        void AssertDamaged(NewTrack track) => Assert.Contains(
            "1 damaged track", ReadAll(Write(Profile.Id, Packed(track))).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bodies_with_right_checksums_are_damage_and_nothing_worse()
    {
        var random = new Random(1);
        var body = ExportRecord.OfTrack(Packed(TestMusic.Track("a", 1)))[ExportRecord.HeadSize..];
        for (var round = 0; round < 2_000; round++)
        {
            var changed = body[..random.Next(body.Length + 1)];
            for (var i = random.Next(8); i > 0 && changed.Length > 0; i--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            // It may still be a track: what was changed may be its title.
            _ = ExportRecord.ReadTrack(changed, Profile);
        }
    }

    private static PackedTrack Packed(NewTrack track) => new(track, ConstellationCodec.Encode(track.Constellation));

    private static byte[] Write(string profileId, params PackedTrack[] tracks)
    {
        using var stream = new MemoryStream();
        var writer = new ExportWriter(stream, profileId);
        Array.ForEach(tracks, writer.Write);
        writer.Finish();
        return stream.ToArray();
    }

    /// <summary>An export, and where each of its tracks ends.</summary>
    private static (byte[] Bytes, int[] Ends) ThreeTracks()
    {
        var bytes = Write(Profile.Id, [.. Enumerable.Range(1, 3).Select(i => Packed(TestMusic.Track($"{i}", i)))]);
        var ends = new List<int>();
        for (var at = ExportHeader.Size; ends.Count < 3; ends.Add(at))
        {
            at += ExportRecord.HeadSize + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        }

        return (bytes, [.. ends]);
    }

    private static (int Count, string? Fault) ReadAll(byte[] bytes)
    {
        var reader = new ExportReader(new MemoryStream(bytes), "export");
        var count = 0;
        while (reader.Read(Profile) is not null)
        {
            count++;
        }

        return (count, reader.Fault);
    }

    private static void AssertSame(PackedTrack expected, PackedTrack actual)
    {
        Assert.Equal(expected.Constellation, actual.Constellation);
        Assert.Equal(expected.Track.Constellation.Peaks, actual.Track.Constellation.Peaks);
        Assert.Equal(expected.Track with { Constellation = actual.Track.Constellation }, actual.Track);
    }
}
