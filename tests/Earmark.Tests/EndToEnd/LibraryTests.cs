using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

public sealed class LibraryTests : IDisposable
{
    private static readonly Sound First = Composer.Compose(40).Sound.ToMono().Cut(0, 25);
    private static readonly Sound Second = Composer.Compose(41).Sound.ToMono().Cut(0, 25);

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task A_changed_file_replaces_its_track_and_is_named_by_what_it_holds_now()
    {
        var path = Write("music/song.wav", First);
        using var library = Library.Open(_folder.Library);
        Assert.Equal(StoreStatus.Stored, (await library.StoreAsync(path)).Status);

        Write("music/song.wav", Second);
        Assert.Equal(StoreStatus.Replaced, (await library.StoreAsync(path)).Status);

        Assert.Equal("song", Assert.Single(library.Tracks()).RefId);
        Assert.Null((await library.QueryAsync(Write("old.wav", First.Cut(5, 8)))).Best);
        Assert.Equal("song", (await library.QueryAsync(Write("new.wav", Second.Cut(5, 8)))).Best?.Track.RefId);
    }

    [Fact]
    public async Task A_deleted_track_is_not_named_any_more()
    {
        using var library = Library.Open(_folder.Library);
        await library.StoreAsync(Write("music/song.wav", First));

        Assert.True(library.Delete("song"));
        Assert.False(library.Delete("song"));
        Assert.Null((await library.QueryAsync(Write("clip.wav", First.Cut(5, 8)))).Evidence.BestGuess);
    }

    [Fact]
    public async Task Files_of_one_name_are_told_apart_by_their_folders()
    {
        Write("music/a/01.wav", First);
        Write("music/b/01.wav", Second);
        Write("music/b/02.wav", Second.Cut(3, 20));
        using var library = Library.Open(_folder.Library);

        var results = await library.StoreAllAsync([Path.Combine(_folder.Path, "music")]).ToListAsync();

        Assert.Equal(["a/01.wav", "b/01.wav", "02"], results.Select(result => result.RefId));
    }

    [Fact]
    public async Task Bad_files_are_results_with_a_reason_and_the_rest_is_stored()
    {
        Write("music/good.wav", First);
        Write("music/silent.wav", new Sound(new float[44_100], 1));
        Write("music/short.wav", First.Cut(0, 0.01));
        File.WriteAllText(Path.Combine(_folder.Path, "music", "text.mp3"), "This is no music.");
        File.WriteAllText(Path.Combine(_folder.Path, "music", "cover.jpg"), "Not tried at all.");
        using var library = Library.Open(_folder.Library);

        var results = await library.StoreAllAsync(
            [Path.Combine(_folder.Path, "music"), Path.Combine(_folder.Path, "missing")]).ToListAsync();

        Assert.Equal(
            ["good.wav", "short.wav", "silent.wav", "text.mp3", "missing"],
            results.Select(result => Path.GetFileName(result.Path)));
        Assert.Equal(StoreStatus.Stored, results[0].Status);
        Assert.All(results.Skip(1), result => Assert.Equal(StoreStatus.Failed, result.Status));
        Assert.All(results.Skip(1), result => Assert.Contains(result.Path, result.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Equal_folders_make_equal_segments_whatever_the_number_of_threads()
    {
        for (var i = 0; i < 6; i++)
        {
            Write($"music/{i}.wav", First.Cut(2 * i, 5 + i));
        }

        var one = await SegmentsOfLibraryStoredBy(threads: 1);
        var four = await SegmentsOfLibraryStoredBy(threads: 4);

        Assert.Equal(one, four);
    }

    [Fact]
    public async Task Another_profile_is_refused_by_both_ids()
    {
        using (var library = Library.Open(_folder.Library, new LibraryOptions { Profile = FingerprintProfile.Lean }))
        {
            await library.StoreAsync(Write("music/song.wav", First));
        }

        var refusal = Assert.Throws<LibraryException>(
            () => Library.Open(_folder.Library, new LibraryOptions { Profile = FingerprintProfile.Full }));

        Assert.Contains(FingerprintProfile.Lean.Id, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(FingerprintProfile.Full.Id, refusal.Message, StringComparison.Ordinal);
        using var own = Library.Open(_folder.Library, new LibraryOptions { ReadOnly = true });
        Assert.Equal(FingerprintProfile.Lean, own.Profile);
        Assert.Equal("song", (await own.QueryAsync(Write("clip.wav", First.Cut(5, 8)))).Best?.Track.RefId);
    }

    [Fact]
    public async Task Raw_samples_a_stream_and_a_part_of_a_file_are_named_alike()
    {
        var path = Write("music/song.wav", First);
        using var library = Library.Open(_folder.Library);
        await library.StoreAsync(path);
        var clip = First.Cut(6, 8);
        var samples = new MemoryStream([.. clip.Samples.SelectMany(BitConverter.GetBytes)]);
        var format = new PcmFormat(SampleEncoding.Ieee32, Sound.SampleRate, 1);

        var part = await library.QueryAsync(
            path, new QueryOptions { Start = TimeSpan.FromSeconds(6), Duration = TimeSpan.FromSeconds(8) });
        var raw = await library.QueryAsync(samples, "raw", new QueryOptions { Pcm = format });
        using var stream = File.OpenRead(Write("clip.wav", clip));
        var wave = await library.QueryAsync(stream, "stream");

        Assert.All(new[] { part, raw, wave }, answer => Assert.Equal(6, answer.Best!.Offset, 0.01));
    }

    [Fact]
    public async Task A_cancelled_store_keeps_what_it_returned()
    {
        for (var i = 0; i < 5; i++)
        {
            Write($"music/{i}.wav", First.Cut(2 * i, 10));
        }

        using var library = Library.Open(_folder.Library);
        using var stop = new CancellationTokenSource();
        var stored = new List<string?>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var results = library.StoreAllAsync(
                [Path.Combine(_folder.Path, "music")], new StoreOptions { Threads = 1 }, null, stop.Token);
            await foreach (var result in results)
            {
                stored.Add(result.RefId);
                await stop.CancelAsync();
            }
        });

        Assert.Equal(["0"], stored);
        Assert.Equal(stored, library.Tracks().Select(track => track.RefId));
    }

    [Fact]
    public async Task Two_files_of_one_name_stored_at_the_same_time_are_both_there()
    {
        var paths = Enumerable.Range(0, 8).Select(i => Write($"music/{i}/01.wav", First.Cut(i, 6))).ToArray();
        using var library = Library.Open(_folder.Library);

        var results = await Task.WhenAll(paths.Select(path => library.StoreAsync(path)));

        Assert.All(results, result => Assert.Equal(StoreStatus.Stored, result.Status));
        Assert.Equal(paths.Length, library.Tracks().Count());
    }

    [Fact]
    public async Task An_unchanged_file_stored_under_a_new_name_is_renamed()
    {
        var path = Write("music/song.wav", First);
        using var library = Library.Open(_folder.Library);
        await library.StoreAsync(path);

        Assert.Equal(StoreStatus.Replaced, (await library.StoreAsync(path, "anthem")).Status);
        Assert.Equal(StoreStatus.Skipped, (await library.StoreAsync(path, "anthem")).Status);
        Assert.Equal("anthem", Assert.Single(library.Tracks()).RefId);
    }

    [Fact]
    public async Task A_single_file_that_cannot_be_stored_is_an_exception_with_its_reason()
    {
        var path = Write("silent.wav", new Sound(new float[44_100], 1));
        using var library = Library.Open(_folder.Library);

        var refusal = await Assert.ThrowsAsync<AudioException>(() => library.StoreAsync(path));

        Assert.Contains("silent", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AudioException>(() => library.StoreAsync(Path.Combine(_folder.Path, "missing.wav")));
    }

    [Fact]
    public void A_library_that_is_a_file_is_refused()
    {
        var refusal = Assert.Throws<LibraryException>(() => Library.Open(Write("file.wav", First)));

        Assert.Contains("is a file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_that_starts_after_the_end_is_told_where_the_end_is()
    {
        using var library = Library.Open(_folder.Library);
        var path = Write("song.wav", First.Cut(0, 6));

        var refusal = await Assert.ThrowsAsync<AudioException>(
            () => library.QueryAsync(path, new QueryOptions { Start = TimeSpan.FromSeconds(60) }));

        Assert.Contains("6.0 s", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_makes_no_sense_is_refused_before_anything_is_written()
    {
        var profile = new FingerprintProfile { ReferencePeakRate = 300, WindowLength = 1000 };

        var refusal = Assert.Throws<ArgumentException>(
            () => Library.Open(_folder.Library, new LibraryOptions { Profile = profile }));

        Assert.Contains("window", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("peak rate", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Library));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string[]> SegmentsOfLibraryStoredBy(int threads)
    {
        var folder = Path.Combine(_folder.Path, $"library-{threads}");
        using (var library = Library.Open(folder))
        {
            await library.StoreAllAsync(
                [Path.Combine(_folder.Path, "music")], new StoreOptions { Threads = threads }).ToListAsync();
        }

        var files = Directory.GetFiles(folder, "*.seg", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return [.. files.Select(file => Convert.ToHexString(File.ReadAllBytes(file)))];
    }

    private string Write(string name, Sound sound)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WavWriter.Write(path, sound);
        return path;
    }
}
