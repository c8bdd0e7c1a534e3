using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Lab;
using Earmark.Tests.Audio;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Lab;

public sealed class LabRunTests : IDisposable
{
    // A segment of the lab is 224 samples at 8 kHz, or 1,234.8 at 44.1 kHz: five of them are a whole number.
    private const double FiveSegments = 5 * LabSpectrogram.FrameSeconds;

    private readonly TestFolder _folder = new();

    [Fact]
    public void A_clip_that_begins_with_a_segment_is_named_by_both_counts_and_at_its_place()
    {
        var pieces = Store(1, 2);
        var start = 100 * FiveSegments;

        var result = Run(Clip(pieces[1].Sound.Cut(start, 6)));

        Assert.Equal(2, result.Songs.Count);
        Assert.Equal("1.wav", result.Songs[result.ByHits[0].Song].Name);
        var best = result.ByOffset[0];
        Assert.Equal("1.wav", result.Songs[best.Song].Name);
        Assert.Equal(500, best.Offset);
        Assert.True(best.OffsetCount > 10 * result.ByOffset[1].OffsetCount);
    }

    [Fact]
    public void Songs_are_read_once_and_new_changed_and_deleted_ones_noticed()
    {
        var pieces = Store(1, 2, 3);
        var clip = Clip(pieces[0].Sound.Cut(5, 3));
        Assert.Equal(3, Run(clip).NewCount);
        Assert.Equal(0, Run(clip).NewCount);

        WavWriter.Write(Song(3), pieces[0].Sound.Cut(0, 12));
        WavWriter.Write(Song(1), pieces[1].Sound.Cut(0, 11));
        File.Delete(Song(2));

        var result = Run(clip);
        Assert.Equal(2, result.NewCount);
        Assert.Equal(["0.wav", "1.wav", "3.wav"], result.Songs.Select(song => song.Name));
        Assert.Equal(11, result.Songs[1].Seconds, 3);
        Assert.Equal(0, Run(clip).NewCount);
    }

    [Fact]
    public void A_damaged_database_is_made_again_and_that_is_said()
    {
        var pieces = Store(1);
        var clip = Clip(pieces[0].Sound.Cut(5, 3));
        var path = Run(clip).DatabasePath;
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);

        var result = Run(clip);

        Assert.Equal(1, result.NewCount);
        Assert.Contains("it is made again", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(Run(clip).Warnings);
    }

    [Fact]
    public void The_other_rule_has_a_database_of_its_own()
    {
        var pieces = Store(1, 2);
        var clip = Clip(pieces[1].Sound.Cut(100 * FiveSegments, 6));
        Run(clip);

        var result = Run(clip, new LabSettings(PeakRule.Shifts));

        Assert.Equal(2, result.NewCount);
        Assert.Equal("1.wav", result.Songs[result.ByOffset[0].Song].Name);
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(result.DatabasePath)!).Length);
    }

    [Fact]
    public void Where_the_channels_do_not_fit_in_16_bits_is_counted()
    {
        float[] frames = [0.5f, 0.5f, 0.4f, 0.4f, -0.6f, -0.6f, -0.5f, -0.5f, 0.9f, -0.9f];
        var samples = new float[2 * 1000];
        frames.CopyTo(samples, 0);

        var sound = LabSound.Of(new RawAudio(8000, 2, samples, new AudioTags(), []), "x");

        // 0.5 is 16,384: twice that is one too many; −0.5 twice is −32,768, which fits.
        Assert.Equal(2, sound.WrappedCount);
        Assert.Equal(0.5, sound.Samples[0] - sound.Samples[9], 12);
        Assert.Equal(0, sound.Samples[4] - sound.Samples[9], 12);
    }

    [Fact]
    public void A_mono_file_is_taken_as_it_is()
    {
        var pieces = Store(1);
        WavWriter.Write(Song(0), pieces[0].Sound.ToMono());

        var result = Run(Clip(pieces[0].Sound.ToMono().Cut(0, 5)));

        Assert.Equal((1, 0), (result.Songs[0].ChannelCount, result.Songs[0].WrappedCount));
        Assert.Equal(0, result.ByOffset[0].Offset);
    }

    [Fact]
    public void A_folder_without_music_is_said_to_be_so()
    {
        Store(1);
        var clip = Clip(Composer.Compose(5).Sound.Cut(0, 3));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        Assert.Contains("holds no audio file", Fault(clip, "empty"), StringComparison.Ordinal);
        Assert.Contains("nowhere does not exist", Fault(clip, "nowhere"), StringComparison.Ordinal);
        Assert.Contains("clip.wav is a file; expected a folder", Fault(clip, "clip.wav"), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "broken"));
        File.WriteAllText(Path.Combine(_folder.Path, "broken", "a.mp3"), "no music");
        Assert.Contains("no song that the lab can use", Fault(clip, "broken"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_that_says_nothing_is_said_to_be_so()
    {
        Store(1);
        var short255 = TestAudio.Wav(1, 1, 8000, 16, new byte[2 * 255]);
        Assert.Contains(
            "lasts 31.9 ms; expected at least one window of 32 ms", Fault(Clip(short255)), StringComparison.Ordinal);
        var silence = TestAudio.Wav(1, 2, 8000, 16, new byte[64_000]);
        Assert.Contains("is silent", Fault(Clip(silence)), StringComparison.Ordinal);
        Assert.Contains("does not exist", Fault(Path.Combine(_folder.Path, "gone.wav")), StringComparison.Ordinal);

        // One window: at most the pairs of one segment.
        var sound = new Sound(new float[1412], 1);
        sound.Samples[700] = 1;
        Assert.Contains("no pair of them", Fault(Clip(WavWriter.Encode(sound))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_that_is_a_song_of_the_folder_is_said_to_be_one()
    {
        Store(1);

        Assert.Contains("it finds itself", Assert.Single(Run(Song(0)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_clip_may_be_a_part_of_a_recording()
    {
        var pieces = Store(1, 2);
        var options = new LabOptions
        {
            Folder = Path.Combine(_folder.Path, "songs"),
            Clip = Clip(pieces[1].Sound),
            Start = TimeSpan.FromSeconds(100 * FiveSegments),
            Duration = TimeSpan.FromSeconds(6),
        };

        var result = LabRun.Run(options, null, CancellationToken.None);

        Assert.Equal(6, result.Clip.Seconds, 3);
        Assert.Equal((1, 500), (result.ByOffset[0].Song, result.ByOffset[0].Offset));
        Assert.Contains(
            "The part of",
            Assert.Throws<AudioException>(() => LabRun.Run(
                options with { Duration = TimeSpan.FromMilliseconds(10) }, null, CancellationToken.None)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_interruption_leaves_the_database_as_it_was()
    {
        var pieces = Store(1);
        var clip = Clip(pieces[0].Sound.Cut(5, 3));
        var path = Run(clip).DatabasePath;
        var before = File.ReadAllBytes(path);
        Store(1, 2, 3);
        using var interruption = new CancellationTokenSource();
        var options = new LabOptions { Folder = Path.Combine(_folder.Path, "songs"), Clip = clip, Threads = 1 };

        Assert.ThrowsAny<OperationCanceledException>(
            () => LabRun.Run(options, new Interrupter(interruption), interruption.Token));

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_song_that_is_too_short_is_left_out_and_named()
    {
        var pieces = Store(1);
        File.WriteAllBytes(Song(7), TestAudio.Wav(1, 1, 8000, 16, new byte[200]));

        var result = Run(Clip(pieces[0].Sound.Cut(3, 3)));

        Assert.Single(result.Songs);
        Assert.Contains("7.wav lasts 12.5 ms", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Piece[] Store(params int[] seeds)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "songs"));
        var pieces = seeds.Select(Composer.Compose).ToArray();
        foreach (var (i, piece) in pieces.Index())
        {
            WavWriter.Write(Song(i), piece.Sound.Cut(0, 25));
        }

        return pieces;
    }

    private string Song(int number) => Path.Combine(_folder.Path, "songs", $"{number}.wav");

    private string Clip(Sound sound) => Clip(WavWriter.Encode(sound));

    private string Clip(byte[] file)
    {
        var path = Path.Combine(_folder.Path, "clip.wav");
        File.WriteAllBytes(path, file);
        return path;
    }

    private LabResult Run(string clip, LabSettings? settings = null, string folder = "songs") => LabRun.Run(
        new LabOptions
        {
            Folder = Path.Combine(_folder.Path, folder), Clip = clip, Settings = settings ?? new LabSettings(),
        },
        null,
        CancellationToken.None);

    private string Fault(string clip, string folder = "songs") =>
        Assert.Throws<AudioException>(() => Run(clip, null, folder)).Message;

    /// <summary>Interrupts once the first song has been read.</summary>
    private sealed class Interrupter(CancellationTokenSource interruption) : IProgress<LabProgress>
    {
        public void Report(LabProgress value) => interruption.Cancel();
    }
}
