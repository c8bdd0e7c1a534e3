using System.Globalization;
using System.Text.RegularExpressions;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Tests.Indexing;

public sealed partial class IndexFormatTests
{
    [Fact]
    public void The_example_in_the_documents_is_what_is_written()
    {
        Peak[] peaks = [new(10, 1600, 0), new(20, 2000, 1)];
        var constellation = ConstellationCodec.Encode(new Constellation(peaks, 300));
        Landmark[] landmarks = [new(2, 10), new(3, 20)];
        using var stream = new MemoryStream();
        SegmentBuilder.Write(stream, [new SegmentInput(1, 300, landmarks, constellation)], "example-00000000", 4);

        var documented = new byte[stream.Length];
        foreach (Match line in HexLine().Matches(Document()))
        {
            var offset = int.Parse(line.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var bytes = line.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal);
            Convert.FromHexString(bytes).CopyTo(documented, offset);
        }

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

    private static string Document()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Earmark.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return File.ReadAllText(Path.Combine(folder, "docs", "index-format.md"));
    }

    [GeneratedRegex("^([0-9a-f]{4})  ((?:[0-9a-f]{2} )+) ", RegexOptions.Multiline)]
    private static partial Regex HexLine();
}
