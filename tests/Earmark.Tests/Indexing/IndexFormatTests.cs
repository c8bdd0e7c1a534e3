using Earmark.Indexing;
using Earmark.Landmarks;
using Earmark.Tests.House;

namespace Earmark.Tests.Indexing;

public sealed class IndexFormatTests
{
    [Fact]
    public void The_example_in_the_documents_is_what_is_written()
    {
        Peak[] peaks = [new(10, 1600, 0), new(20, 2000, 1)];
        var constellation = ConstellationCodec.Encode(new Constellation(peaks, 300));
        Landmark[] landmarks = [new(2, 10), new(3, 20)];
        using var stream = new MemoryStream();
        SegmentBuilder.Write(stream, [new SegmentInput(1, 300, landmarks, constellation)], "example-00000000", 4);

        var documented = HexDump.Read(Document(), (int)stream.Length);

        Assert.Equal(4225, stream.Length);
        Assert.Equal(Convert.ToHexString(stream.ToArray()), Convert.ToHexString(documented));
    }

    [Fact]
    public void The_versions_in_the_documents_are_those_of_the_code()
    {
        Assert.Equal(Catalogue.FormatVersion, (int)SegmentHeader.FormatVersion);
        Assert.Contains($"\n| {Catalogue.FormatVersion} | 0.1.0 |", Document(), StringComparison.Ordinal);
        Assert.Contains($"0x{Catalogue.ApplicationId:X8}", Document(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_reads_back_whole()
    {
        var header = new SegmentHeader
        {
            Version = 1,
            GroupBits = 7,
            KeyCount = 12_681_216,
            TrackCount = 300_000,
            PostingCount = 5_000_000_000,
            FrameLimit = 6_000_000_000,
            DirectoryOffset = 17_000_000_000,
            TracksOffset = 17_100_000_000,
            ConstellationsOffset = 17_200_000_000,
            FooterOffset = 21_000_000_000,
            ProfileId = "full-01234567",
        };
        var bytes = new byte[SegmentHeader.Size];
        header.Write(bytes);

        Assert.True(SegmentHeader.IsIntact(bytes));
        Assert.Equal(header, SegmentHeader.Read(bytes));
    }

    private static string Document() => Repository.Read("docs/index-format.md");
}
