using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Matching;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>Real music, where EARMARK_CORPUS names a folder of it: at least four recordings of 30 s or more.</summary>
public sealed class CorpusTests
{
    private const int FileLimit = 24;
    private const double ClipSeconds = 8;

    [CorpusFact]
    public async Task Noisy_clips_of_stored_recordings_are_named_and_those_of_others_are_not()
    {
        var corpus = CorpusFactAttribute.Folder!;
        var files = Spread(Directory.GetFiles(corpus, "*", SearchOption.AllDirectories));
        var (unknown, known) = (files[^1], files[..^1]);
        using var folder = new TestFolder();
        using var library = Library.Open(folder.Library);
        var stored = await library.StoreAllAsync(known).ToListAsync();
        var longEnough = stored.FindAll(result => result.Duration > TimeSpan.FromSeconds(30));
        Assert.True(longEnough.Count >= 3, $"Only {longEnough.Count} recordings of 30 s or more in {corpus}.");

        var right = 0;
        foreach (var result in longEnough)
        {
            var start = Math.Round(result.Duration.TotalSeconds / 2);
            var answer = await AskAsync(library, folder, result.Path, start);
            right += answer.Best?.Track.RefId == result.RefId ? 1 : 0;
        }

        // Quiet passages drown in the babble, and albums repeat themselves: one in ten may be missed.
        Assert.True(right >= 0.9 * longEnough.Count, $"{right} of {longEnough.Count} clips were named right.");
        Assert.Equal(Decision.None, (await AskAsync(library, folder, unknown, 15)).Decision);
    }

    private static async Task<QueryAnswer> AskAsync(Library library, TestFolder folder, string path, double start)
    {
        var options = new AudioOptions
        {
            SampleRate = Sound.SampleRate,
            Start = TimeSpan.FromSeconds(start),
            Duration = TimeSpan.FromSeconds(ClipSeconds),
        };
        using var audio = AudioStream.Open(path, options);
        var samples = new List<float>();
        var block = new float[8_192];
        while (audio.Read(block) is > 0 and var count)
        {
            samples.AddRange(block.AsSpan(0, count));
        }

        var clip = Degrader.Babble(new Sound([.. samples], 1), snrDb: 6, seed: 1);
        var file = Path.Combine(folder.Path, "clip.wav");
        WavWriter.Write(file, clip);
        return await library.QueryAsync(file);
    }

    /// <summary>At most <see cref="FileLimit"/> audio files, evenly spread over the folder.</summary>
    private static string[] Spread(string[] files)
    {
        string[] extensions = [".mp3", ".ogg", ".flac", ".m4a", ".opus", ".wav"];
        var audio = files.Where(file => extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal);
        var all = audio.ToArray();
        Assert.True(all.Length >= 4, "EARMARK_CORPUS holds fewer than four audio files.");
        var count = Math.Min(FileLimit, all.Length);
        return [.. Enumerable.Range(0, count).Select(i => all[i * all.Length / count])];
    }
}
