using System.Diagnostics;
using System.Globalization;
using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Cli.Output;
using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Cli.Demo;

/// <summary>The demo: a library, a clip that suffers, an answer with its reasons, and an honest "no match".</summary>
/// <param name="terminal">Where the story is told.</param>
/// <param name="scratch">An empty folder for everything it makes.</param>
internal sealed class Tour(Terminal terminal, string scratch)
{
    private const int PieceCount = 10;
    private const int FileMax = 25;
    private const int UnknownSeed = 1000;
    private const double ClipSeconds = 10;
    private const double OffsetTolerance = 0.1;

    private static readonly TimeSpan ShortestTrack = TimeSpan.FromSeconds(20);

    /// <summary>Tells it and returns whether both answers were right.</summary>
    /// <param name="folder">Music to use; null to compose some.</param>
    public async Task<bool> RunAsync(string? folder, CancellationToken ct)
    {
        var total = Stopwatch.StartNew();
        using var library = Library.Open(Path.Combine(scratch, "library"));
        if (folder is null)
        {
            folder = ComposeAll(ct);
        }
        else
        {
            if (!Directory.Exists(folder))
            {
                throw new UsageException($"{folder} is not a folder that exists; expected one with music in it.");
            }

            Say($"1. Took music from {folder}, {FileMax} files at most.");
        }

        await StoreAsync(library, folder, ct);
        var tracks = library.Tracks().Where(track => track.Duration >= ShortestTrack).ToList();
        if (tracks.Count == 0)
        {
            throw new UsageException(
                $"{folder} holds no track of {Text.Amount(ShortestTrack)} or more; expected music.");
        }

        var known = tracks[tracks.Count / 3];
        var isFound = await NameKnownAsync(library, known, ct);
        var isRefused = await RefuseUnknownAsync(library, ct);
        Say("");
        Say(isFound && isRefused
            ? $"Both answers are right. That took {Text.Elapsed(total.Elapsed)} in all. Now with your own music:"
            : "That went wrong: the answers above are not what they should be. `earmark doctor` may know why.");
        if (isFound && isRefused)
        {
            Say("  earmark store FOLDER");
            Say("  earmark query CLIP");
        }

        return isFound && isRefused;
    }

    private string ComposeAll(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "music")).FullName;
        Parallel.For(0, PieceCount, new ParallelOptions { CancellationToken = ct }, seed =>
        {
            var piece = Composer.Compose(seed);
            WavWriter.Write(Path.Combine(folder, $"{piece.Title}.wav"), piece.Sound);
        });
        Say($"1. Composed {PieceCount} pieces of music ({Text.Elapsed(watch.Elapsed)}).");
        return folder;
    }

    private async Task StoreAsync(Library library, string folder, CancellationToken ct)
    {
        var meter = new StoreTally();
        var watch = Stopwatch.StartNew();
        await foreach (var result in library.StoreAllAsync([folder], null, null, ct))
        {
            if (meter.Add(result) == FileMax)
            {
                break;
            }
        }

        var statistics = library.Statistics();
        var rate = statistics.Duration.TotalSeconds / watch.Elapsed.TotalSeconds;
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"2. Stored {Text.Count(statistics.TrackCount, "track")}, {Text.Amount(statistics.Duration)} " +
            $"({Text.Elapsed(watch.Elapsed)}, {rate:N0} × real time{meter.Remark()})."));
    }

    private async Task<bool> NameKnownAsync(Library library, Track track, CancellationToken ct)
    {
        var start = Math.Round(0.4 * (track.Duration.TotalSeconds - ClipSeconds), 1);
        var clip = Read(track.Path ?? "", start, ct);
        Say($"3. Cut {ClipSeconds:0} s out of \"{Text.Name(track)}\" at {Text.Clock(start)}, then");
        clip = await DegradeAsync(clip, seed: 1, ct);
        var answer = await AskAsync(library, clip, "clip.wav", ct);
        Explain(answer);
        return answer.Decision == Decision.Match
            && answer.Best!.Track.RefId == track.RefId
            && Math.Abs(answer.Best.Offset - start) <= OffsetTolerance;
    }

    private async Task<bool> RefuseUnknownAsync(Library library, CancellationToken ct)
    {
        var piece = Composer.Compose(UnknownSeed);
        Say($"5. Asked about \"{piece.Title}\", which is not in the library:");
        var clip = Degrader.Room(piece.Sound.Cut(20, ClipSeconds), reverberation: 0.4, seed: 2);
        var answer = await AskAsync(library, clip, "unknown.wav", ct);
        Explain(answer);
        return answer.Decision == Decision.None;
    }

    private static Sound Read(string path, double start, CancellationToken ct)
    {
        using var audio = AudioStream.Open(
            path,
            new AudioOptions
            {
                SampleRate = Sound.SampleRate,
                Start = TimeSpan.FromSeconds(start),
                Duration = TimeSpan.FromSeconds(ClipSeconds),
            },
            ct);
        var samples = new float[(int)(ClipSeconds * Sound.SampleRate)];
        var filled = 0;
        while (filled < samples.Length && audio.Read(samples.AsSpan(filled)) is > 0 and var count)
        {
            filled += count;
        }

        return new Sound(samples, 1);
    }

    private async Task<Sound> DegradeAsync(Sound clip, int seed, CancellationToken ct)
    {
        const double Reverberation = 0.5;
        const double SnrDb = 6;
        const int Kilobits = 16;
        Say(string.Create(
            CultureInfo.InvariantCulture, $"   - played it in a room (reverberation {Reverberation} s),"));
        clip = Degrader.Room(clip, Reverberation, seed);
        Say($"   - let six people talk over it (music {SnrDb} dB louder),");
        clip = Degrader.Babble(clip, SnrDb, seed);
        Say("   - sent it down a telephone line (300 to 3400 Hz)");
        clip = Degrader.Telephone(clip);
        if (Codec.FindAny() is { } codec && await codec.RoundTripAsync(clip, Kilobits, ct) is { } coded)
        {
            Say($"   - and squeezed it through {codec.Name} at {Kilobits} kbit/s.");
            return coded;
        }

        Say("   - and would have used a codec, but there is no FFmpeg with one.");
        return clip;
    }

    private async Task<QueryAnswer> AskAsync(Library library, Sound clip, string name, CancellationToken ct)
    {
        var path = Path.Combine(scratch, name);
        WavWriter.Write(path, clip);
        return await library.QueryAsync(path, null, ct);
    }

    private void Explain(QueryAnswer answer)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{1000 * answer.Seconds.Total:0} ms");
        if (answer.Best is not { } match)
        {
            Say($"   No match, in {time}{(answer.Evidence.BestGuess is { } guess ? NearMiss(guess) : ".")}");
            return;
        }

        Say($"4. Identified it in {time}:");
        Say("");
        Say($"     {Text.Name(match.Track)}");
        Say($"     at {Text.Clock(match.Offset)} of {Text.Clock(match.Track.Duration)}, " +
            Text.Confidence(match.Confidence));
        Say("");
        Say(string.Create(CultureInfo.InvariantCulture, $"     offset    {match.Offset:0.000} s"));
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"     because   {match.AlignedPeakCount} peaks line up, over {100 * match.Coverage:0} % of the clip"));
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"     score     {match.Score:0.0}; by chance {match.EValue:0.#e+0} times per unknown clip"));
        Say(answer.Evidence.RunnerUp is { } next
            ? string.Create(CultureInfo.InvariantCulture, $"     next best {next.Score:0.0}, {Text.Name(next.Track)}")
            : "     next best nothing at all");
        Say("");
    }

    private static string NearMiss(Match guess)
    {
        var often = guess.EValue < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{guess.EValue:0.##} times per unknown clip")
            : "in every unknown clip";
        return string.Create(
            CultureInfo.InvariantCulture,
            $": the nearest, {Text.Name(guess.Track)}, scores {guess.Score:0.0}, as chance does {often}.");
    }

    private void Say(string line) => terminal.Tell(line);
}
