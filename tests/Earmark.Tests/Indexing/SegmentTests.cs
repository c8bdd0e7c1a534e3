using CsCheck;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Tests.Indexing;

public sealed class SegmentTests
{
    private const string ProfileId = "test-0";

    private static readonly Gen<(int KeyCount, List<SegmentInput> Tracks)> Inputs =
        from keyCount in Gen.OneOf(Gen.Int[1, 5], Gen.Int[6, 5000])
        from tracks in TrackGen(keyCount).List[0, 12]
        select (keyCount, tracks.Select((track, i) => track with { TrackId = 10 + (3 * i) }).ToList());

    [Fact]
    public void Every_posting_of_every_key_reads_back() => Inputs.Sample(
        input =>
        {
            var image = Build(input.Tracks, input.KeyCount);
            AssertSame(input.Tracks, image, input.KeyCount);
            image.Release();
        },
        iter: 40);

    [Fact]
    public void A_merge_is_the_union_without_the_dead() => Gen.Select(Inputs, Gen.Int[1, 5], Gen.Int[0, 4095]).Sample(
        (input, partCount, deadMask) =>
        {
            var isDead = input.Tracks.Select((track, i) => (deadMask >> i & 1) == 1).ToList();
            var segments = input.Tracks
                .Select((track, i) => (track, Part: i * partCount / input.Tracks.Count))
                .GroupBy(item => item.Part, item => item.track)
                .Select(part => new Segment(
                    Build([.. part], input.KeyCount),
                    0,
                    [.. part.Where(track => isDead[input.Tracks.IndexOf(track)]).Select(track => track.TrackId)]))
                .ToList();
            if (segments.Count == 0)
            {
                return;
            }

            var merged = SegmentImage.Build(stream => SegmentMerger.Write(stream, segments, ProfileId), ProfileId);

            var live = input.Tracks.Where((_, i) => !isDead[i]).ToList();
            AssertSame(live, merged, input.KeyCount);
            Assert.Equal(
                Bytes(live, input.KeyCount),
                Bytes(stream => SegmentMerger.Write(stream, segments, ProfileId)));
        },
        iter: 40);

    [Fact]
    public void Tracks_lie_at_even_bases_2048_frames_apart()
    {
        var image = Build([Input(1, 301), Input(2, 0), Input(3, 10)], keyCount: 64);

        Assert.Equal([2048, 4398, 6446], image.Tracks().Select(track => track.Base));
        Assert.Equal(6456, image.Header.FrameLimit);
    }

    [Theory]
    [InlineData(2048, 0, 1)] // first frame
    [InlineData(2348, 0, 1)] // last frame
    [InlineData(2047, 0, 0)]
    [InlineData(2349, 0, 0)]
    [InlineData(1948, 100, 1)]
    [InlineData(1947, 100, 0)]
    [InlineData(4298, 100, 2)]
    [InlineData(3374, 100, 0)] // in the gap
    [InlineData(-5, 3000, 1)]
    [InlineData(9999, 100, 0)]
    public void A_position_is_located_within_the_slack(long position, long slack, long trackId)
    {
        var segment = new Segment(Build([Input(1, 301), Input(2, 100)], keyCount: 64), 0, retired: null);

        Assert.Equal(trackId != 0, segment.TryLocate(position, slack, out var track));
        Assert.Equal(trackId, track.TrackId);
    }

    [Fact]
    public void Blocks_hold_between_256_and_512_postings_on_average()
    {
        var random = new Random(1);
        var landmarks = Enumerable.Range(0, 100_000).Select(i => new Landmark(random.Next(1 << 20), i / 4)).ToArray();
        var image = Build([new SegmentInput(1, 25_000, landmarks, Empty(25_000))], keyCount: 1 << 20);

        Assert.InRange(100_000.0 / image.Header.BlockCount, 256, 512);
    }

    [Fact]
    public void One_reader_reads_the_keys_of_many_blocks_in_any_order()
    {
        var random = new Random(1);
        var landmarks = Enumerable.Range(0, 5000)
            .Select(i => new Landmark(random.Next(1000), i * 300 / 5000)).ToArray();
        var image = Build([new SegmentInput(1, 300, landmarks, Empty(300))], keyCount: 1000);
        var expected = landmarks.ToLookup(landmark => landmark.Key, landmark => image.Track(0).Base + landmark.Frame);
        Assert.True(image.Header.BlockCount > 5);

        var reader = new PostingReader(image);
        var positions = Array.Empty<long>();
        for (var i = 0; i < 3000; i++)
        {
            // Rising for a while, then from anywhere.
            var key = ((i / 40 * 391) + (i % 40 * 3)) % 1000;
            reader.Expect((key + 7) % 1000);
            var count = reader.Read(key, ref positions);
            Assert.Equal(expected[key].Order(), positions[..count]);

            var ends = new int[Math.Min(1 + (i % 30), 1000 - key)];
            reader.Read(key, ends, ref positions);
            for (var next = 0; next < ends.Length; next++)
            {
                Assert.Equal(
                    expected[key + next].Order(), positions[(next == 0 ? 0 : ends[next - 1])..ends[next]]);
            }
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed_and_the_file_named()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "000001.seg");
        var music = TestMusic.Constellation(1);
        var track = new SegmentInput(1, 300, TestMusic.LandmarksOf(music), ConstellationCodec.Encode(music));
        var bytes = Bytes([track], TestMusic.Profile.KeyCount);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 0x10;
            File.WriteAllBytes(path, bytes);
            bytes[at] ^= 0x10;
            var error = Assert.Throws<LibraryException>(() => ReadAll(path));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_cut_file_is_noticed_and_named()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "000001.seg");
        var bytes = Bytes([Input(1, 300)], TestMusic.Profile.KeyCount);
        foreach (var length in new[] { 0, 100, SegmentHeader.Size, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            var error = Assert.Throws<LibraryException>(() => SegmentImage.Open(path, ProfileId));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_newer_format_is_refused()
    {
        var bytes = Bytes([Input(1, 300)], keyCount: 64);
        var header = SegmentHeader.Read(bytes) with { Version = SegmentHeader.FormatVersion + 1 };
        header.Write(bytes);

        var error = Assert.Throws<LibraryException>(() => SegmentImage.Build(stream => stream.Write(bytes), ProfileId));
        Assert.Contains("newer Earmark", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lists_of_the_smallest_segment_end_with_the_directory()
    {
        var image = Build([], keyCount: 1);
        var positions = Array.Empty<long>();

        Assert.Equal(0, new PostingReader(image).Read(0, ref positions));
        Assert.Equal(SegmentHeader.Size + 16, image.Header.TracksOffset);
    }

    private static Gen<SegmentInput> TrackGen(int keyCount) =>
        from frameCount in Gen.Int[1, 400]
        from landmarks in Gen.Select(Gen.Int[0, keyCount - 1], Gen.Int[0, frameCount - 1]).Array[0, 200]
        select new SegmentInput(
            0,
            frameCount,
            [.. landmarks.Select(l => new Landmark(l.Item1, l.Item2)).OrderBy(landmark => landmark.Frame)],
            Empty(frameCount));

    private static SegmentInput Input(long trackId, int frameCount) => new(trackId, frameCount, [], Empty(frameCount));

    private static byte[] Empty(int frameCount) => ConstellationCodec.Encode(new Constellation([], frameCount));

    private static SegmentImage Build(IReadOnlyList<SegmentInput> tracks, int keyCount) =>
        SegmentImage.Build(stream => SegmentBuilder.Write(stream, tracks, ProfileId, keyCount), ProfileId);

    private static byte[] Bytes(IReadOnlyList<SegmentInput> tracks, int keyCount) =>
        Bytes(stream => SegmentBuilder.Write(stream, tracks, ProfileId, keyCount));

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static void ReadAll(string path)
    {
        var image = SegmentImage.Open(path, ProfileId);
        try
        {
            var positions = Array.Empty<long>();
            var peaks = Array.Empty<Peak>();
            for (var key = 0; key < image.Header.KeyCount; key++)
            {
                new PostingReader(image).Read(key, ref positions);
            }

            image.ReadPeaks(0, 0, 299, ref peaks);
        }
        finally
        {
            image.Release();
        }
    }

    private static void AssertSame(List<SegmentInput> tracks, SegmentImage image, int keyCount)
    {
        Assert.Equal(tracks.Select(track => track.TrackId), image.Tracks().Select(track => track.TrackId));
        var expected = tracks.Zip(image.Tracks())
            .SelectMany(pair => pair.First.Landmarks.Select(l => (l.Key, Position: pair.Second.Base + l.Frame)))
            .ToLookup(posting => posting.Key, posting => posting.Position);
        var positions = Array.Empty<long>();
        for (var key = 0; key < keyCount; key++)
        {
            var count = new PostingReader(image).Read(key, ref positions);
            Assert.Equal(expected[key].Order(), positions[..count]);
        }

        Assert.Equal(
            tracks.Select(track => track.Constellation),
            image.Tracks().Select(track => image.Constellation(track.Ordinal).ToArray()));
    }
}
