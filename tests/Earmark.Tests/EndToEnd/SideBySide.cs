using System.Diagnostics;
using Earmark.Bench.Serving;
using Earmark.Tests.Server;

namespace Earmark.Tests.EndToEnd;

/// <summary>
/// Processes that store, delete, import, ask and serve at one library at the same time, again and again, and what must
/// be so meanwhile: nobody fails, some tracks are always named, and what was reported is seen.
/// </summary>
internal sealed class SideBySide
{
    // Two or three tracks fill the log, so that segments are written and merge all the time.
    private const string LogLimit = "1000";

    /// <summary>Longer than a machine takes that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _writes;
    private int _refusals;
    private int _questions;
    private long _longestDelay;

    /// <summary>Folder of the library, which holds the tracks of <see cref="Kept"/>.</summary>
    public required string Library { get; init; }

    /// <summary>Ref ids of tracks that nobody touches, and clips of them.</summary>
    public required IReadOnlyDictionary<string, string> Kept { get; init; }

    /// <summary>Recordings that are stored again and again.</summary>
    public required IReadOnlyList<string> Stored { get; init; }

    /// <summary>A file of tracks that are imported and deleted in turns.</summary>
    public required string Export { get; init; }

    /// <summary>Their ref ids.</summary>
    public required IReadOnlyList<string> Exported { get; init; }

    /// <summary>What happened, as a sentence.</summary>
    public string Summary =>
        $"{_writes} writers did their work, {_refusals} found another at it and said so; {_questions} clips were " +
        $"named; what was reported was seen after at most {_longestDelay} ms.";

    /// <summary>Runs all of them until the time is over; each does its work at least once.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        using var server = ServerProcess.Start(Library);
        using var client = new HttpClient { BaseAddress = server.Url, Timeout = Patience };
        Action<Random>[] actors = [Store, Delete, Import, Ask, Ask, AskHere, _ => AskServer(client)];
        await Task.WhenAll(actors.Select((act, seed) => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(seed);
                do
                {
                    act(random);
                }
                while (_clock.Elapsed < duration);
            },
            TaskCreationOptions.LongRunning)));
        Assert.False(server.HasEnded, string.Join('\n', server.Notes));
    }

    private void Store(Random random)
    {
        foreach (var file in Stored)
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddSeconds(random.Next(1_000_000_000)));
        }

        using var reader = Earmark.Library.Open(Library, new LibraryOptions { ReadOnly = true });
        using var store = CliProcess.Store(Library, ["--log-limit", LogLimit, .. Stored]);
        for (var line = 1; line <= Stored.Count; line++)
        {
            store.WaitForLines(line);
            if (store.Files.Count == line)
            {
                WaitUntilSeen(reader, store.Files[^1].RefId!, File.GetLastWriteTimeUtc(Stored[line - 1]).Ticks);
            }
        }

        CountWriter(store, success: 0);
    }

    private void Delete(Random random)
    {
        var some = Exported.Where(_ => random.Next(2) > 0);
        using var delete = CliProcess.Start("delete", Library, ["--", .. some, "none"]);
        CountWriter(delete, success: 1);
    }

    private void Import(Random random)
    {
        using var import = CliProcess.Start("import", Library, "--on-conflict", "replace", Export);
        CountWriter(import, success: 0);
    }

    private void Ask(Random random)
    {
        using var query = CliProcess.Start("query", Library, [.. Kept.Values]);
        Assert.True(query.WaitForEnd() == 0, string.Join('\n', query.Notes));
        Assert.Equal(Kept.Keys, query.Answers.Select(answer => answer.Matches[0].RefId));
        Interlocked.Add(ref _questions, Kept.Count);
    }

    /// <summary>As a program does that holds the library open while others write.</summary>
    private void AskHere(Random random)
    {
        using var library = Earmark.Library.Open(Library, new LibraryOptions { ReadOnly = true });
        foreach (var (refId, clip) in Kept)
        {
            var answer = library.QueryAsync(clip).GetAwaiter().GetResult();
            Assert.Equal(refId, answer.Best?.Track.RefId);
            Interlocked.Increment(ref _questions);
        }
    }

    private void AskServer(HttpClient client)
    {
        foreach (var (refId, clip) in Kept)
        {
            using var body = new ByteArrayContent(File.ReadAllBytes(clip));
            using var response = client.PostAsync("/v1/identify", body).GetAwaiter().GetResult();
            var answer = ServedLibrary.JsonAsync(response).GetAwaiter().GetResult();
            Assert.Equal(refId, (string?)answer["matches"]?[0]?["ref_id"]);
            Interlocked.Increment(ref _questions);
        }
    }

    private void WaitUntilSeen(Earmark.Library reader, string refId, long modified)
    {
        var reported = Stopwatch.StartNew();
        while (reader.Tracks().SingleOrDefault(track => track.RefId == refId)?.Modified != modified)
        {
            Assert.True(reported.Elapsed < Patience, $"{refId} was reported, and a reader does not see it.");
            Thread.Sleep(1);
        }

        _longestDelay = Math.Max(_longestDelay, reported.ElapsedMilliseconds);
    }

    /// <summary>A writer may find another at work for longer than it waits; then it says who that is.</summary>
    private void CountWriter(CliProcess process, int success)
    {
        var exitCode = process.WaitForEnd();
        var isRefused = exitCode == 2
            && process.Notes.Any(note => note.Contains("is being written by", StringComparison.Ordinal));
        Assert.True(isRefused || exitCode == success, $"{exitCode}: {string.Join('\n', process.Notes)}");
        Interlocked.Increment(ref isRefused ? ref _refusals : ref _writes);
    }
}
