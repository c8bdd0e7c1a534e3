using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Earmark.Bench.Serving;
using Earmark.Tests.Indexing;
using Xunit.Abstractions;

namespace Earmark.Tests.Server.Fuzzing;

/// <summary>Whatever a server is sent, it answers, or hangs up, and nothing of it stays.</summary>
/// <remarks>Some hundred requests here; as many as you like by scripts/fuzz.sh.</remarks>
[Collection(ServedCollection.Name)]
public sealed class FuzzTests(ServedLibrary served, ITestOutputHelper output) : IDisposable
{
    /// <summary>The variable that sets how many requests, and a second number that sets the seed.</summary>
    private const string CountVariable = "EARMARK_FUZZ";

    private const int ShortCount = 320;
    private const int AtOnce = 4;

    /// <summary>Files that a server may have open a little longer: those of a library that is being written.</summary>
    private const int OpenFilesSlack = 12;

    private static readonly string[] Formats = ["wav", "mp3", "ogg", "opus", "flac", "m4a", "webm", "aiff", "wma"];

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Whatever_it_is_sent_a_server_answers_and_nothing_of_it_stays()
    {
        var settings = (Environment.GetEnvironmentVariable(CountVariable) ?? $"{ShortCount}").Split(' ');
        var count = int.Parse(settings[0], CultureInfo.InvariantCulture);
        var seed = settings.Length > 1 ? int.Parse(settings[1], CultureInfo.InvariantCulture) : 1;
        using (var library = Library.Open(_folder.Library))
        {
            await library.StoreAllAsync([served.Music]).ToListAsync();
        }

        var temporary = Directory.CreateDirectory(Path.Combine(_folder.Path, "temporary")).FullName;
        using var server = ServerProcess.Start(_folder.Library, temporary, null, "--root", served.Music);
        using var client = new HttpClient { BaseAddress = server.Url };
        await AssertWellAsync(client);
        var filesBefore = server.OpenFiles().Count();

        var faults = new ConcurrentQueue<string>();
        var outcomes = await AttackAsync(server, new Attacks(seed, Recordings()), count, faults);

        foreach (var (outcome, number) in outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{number,7}  {outcome}");
        }

        Assert.Empty(faults);
        Assert.False(server.HasEnded);
        await AssertWellAsync(client);
        var rest = "";
        for (var attempt = 0; attempt < 300 && (rest = await RestAsync(server, client, temporary, filesBefore)) != "";
            attempt++)
        {
            await Task.Delay(100);
        }

        Assert.True(rest.Length == 0, rest);
        Assert.DoesNotContain(server.Notes, note => note.Contains(" failed (", StringComparison.Ordinal));
        output.WriteLine($"seed {seed}: {count} requests; {server.Memory() / 1e6:0} MB of its own, " +
            $"{server.OpenFiles().Count()} files open, {filesBefore} before");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<ConcurrentDictionary<string, int>> AttackAsync(
        ServerProcess server, Attacks attacks, int count, ConcurrentQueue<string> faults)
    {
        var target = new Target(server.Url);
        var outcomes = new ConcurrentDictionary<string, int>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var attack = attacks.Draw(number);
            try
            {
                outcomes.AddOrUpdate($"{attack.Kind}: {await target.TakeAsync(attack)}", 1, (_, before) => before + 1);
            }
            catch (Exception e)
            {
                var notes = string.Join('\n', server.Notes.TakeLast(40));
                faults.Enqueue($"{number}, {attack.Kind}: {e.Message}\n{notes}");
            }
        });
        return outcomes;
    }

    /// <summary>What is left of it all; empty where nothing is.</summary>
    private static async Task<string> RestAsync(
        ServerProcess server, HttpClient client, string temporary, int filesBefore)
    {
        var metrics = await client.GetStringAsync("/metrics");
        var busy = metrics.Split('\n').Where(line =>
            (line.StartsWith("earmark_clips_present", StringComparison.Ordinal)
                || line.StartsWith("earmark_listeners", StringComparison.Ordinal)
                || line.StartsWith("earmark_jobs_waiting", StringComparison.Ordinal))
            && !line.EndsWith("} 0", StringComparison.Ordinal));
        var files = Directory.GetFileSystemEntries(temporary, "earmark*");
        var open = server.OpenFiles().ToList();
        var excess = open.Count > filesBefore + OpenFilesSlack ? open.Append($"{filesBefore} files before") : [];
        return string.Join('\n', [.. busy, .. files, .. server.Programs(), .. excess]);
    }

    private async Task AssertWellAsync(HttpClient client)
    {
        Assert.True((await client.GetAsync("/health/ready")).IsSuccessStatusCode);
        var answer = await ServedLibrary.JsonAsync(
            await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(1))));
        Assert.Equal("piece-1", (string?)answer["matches"]?[0]?["ref_id"]);
    }

    private Dictionary<string, byte[]> Recordings()
    {
        var clip = served.Clip(0, seconds: 2);
        return Formats.ToDictionary(format => format, format => IdentifyTests.Compressed(clip, format));
    }
}
