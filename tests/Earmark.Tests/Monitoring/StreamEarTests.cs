using Earmark.Landmarks;
using Earmark.Monitoring;
using Earmark.Spectral;
using Earmark.Tests.Landmarks;

namespace Earmark.Tests.Monitoring;

public sealed class StreamEarTests
{
    private static readonly FingerprintProfile Profile = FingerprintProfile.Full;

    [Theory]
    [InlineData(47.3)]
    [InlineData(5.12)]
    [InlineData(1.1)]
    [InlineData(0.3)]
    public void Slices_have_the_peaks_of_the_whole_recording(double seconds)
    {
        var samples = TestSound.Notes(7, seconds);
        var extractor = new ConstellationExtractor(Profile);
        extractor.Write(samples);
        var whole = extractor.FinishQuery();

        var slices = Listen(samples, 1000);

        var (first, peaks) = (0, new List<Peak>());
        foreach (var slice in slices)
        {
            peaks.AddRange(slice.Peaks.Select(peak => peak with { Frame = peak.Frame + first }));
            first += slice.FrameCount;
        }

        Assert.Equal(whole.FrameCount, first);
        Assert.Equal(whole.Peaks, peaks);
    }

    [Fact]
    public void Slices_follow_each_other_on_the_clock_and_do_not_depend_on_how_the_sound_is_cut()
    {
        var samples = TestSound.Notes(9, 20);

        var slices = Listen(samples, 777);
        var others = Listen(samples, 8000);

        Assert.All(slices.Zip(slices.Skip(1)), pair => Assert.Equal(pair.First.Stop, pair.Second.Start, 1e-9));
        Assert.Equal(100, slices[0].Start);
        Assert.Equal(slices.Count, others.Count);
        foreach (var (slice, other) in slices.Zip(others))
        {
            Assert.Equal(slice.Peaks, other.Peaks);
            Assert.Equal(slice.Volumes, other.Volumes);
            Assert.Equal(Levels(slice), Levels(other));
        }
    }

    [Fact]
    public void The_map_of_a_slice_is_that_of_the_recording_but_for_the_stretch_that_means_are_taken_over()
    {
        var samples = TestSound.Notes(11, 20);
        var record = new ContrastRecord(Profile);
        var extractor = new ConstellationExtractor(Profile, record);
        extractor.Write(samples);
        extractor.FinishQuery();
        var slice = Listen(samples, 4000)[2];

        const int First = 2 * HeardSlice.FrameCountMax;
        var whole = record.Exceedance(First, First + HeardSlice.FrameCountMax, 0);

        var levels = Levels(slice);
        var same = levels.Where((level, i) =>
            level == whole[First + (i / Profile.BinCount), i % Profile.BinCount]).Count();
        Assert.Equal(levels.Length, same);
    }

    private static byte[] Levels(HeardSlice slice) =>
    [
        .. from frame in Enumerable.Range(0, slice.FrameCount)
           from bin in Enumerable.Range(0, Profile.BinCount)
           select (byte)slice.Clip.Exceedance[frame, bin],
    ];

    private static List<HeardSlice> Listen(float[] samples, int blockLength)
    {
        var ear = new StreamEar(Profile, 100);
        var slices = samples.Chunk(blockLength).SelectMany(block => ear.Write(block)).ToList();
        slices.AddRange(ear.Finish());
        return slices;
    }
}
