using System.Globalization;
using Earmark.Audio;
using Earmark.Bench.Measuring;
using Earmark.Cli.Degrading;
using Earmark.Indexing;
using Earmark.Server;
using Earmark.Tests.Indexing;
using Xunit.Abstractions;

namespace Earmark.Tests.Browser;

/// <summary>How long the page listens until it names what plays: scripts/hear.sh.</summary>
public sealed class MicrophoneTests(ITestOutputHelper output) : IDisposable
{
    private const string Variable = "EARMARK_HEAR";
    private const double PlayedSeconds = 22;
    private const double BabbleDb = 5;
    private const int Seed = 5;

    /// <summary>Music and voices together stay within the scale.</summary>
    private const float Volume = 0.5f;

    private readonly TestFolder _folder = new();

    [OnRequestFact(Variable, "scripts/hear.sh")]
    public async Task What_plays_is_named_by_the_page()
    {
        var settings = Environment.GetEnvironmentVariable(Variable)!.Split('\n');
        var (from, voices, count, asked) = (
            settings[0], SoundFolder.Open(settings[1], default)!,
            int.Parse(settings[2], CultureInfo.InvariantCulture), settings[3]);
        var tracks = Tracks(from);
        var dice = new Dice(Seed);
        await using var server = await EarmarkServer.StartAsync(new ServerOptions
        {
            Library = asked, Port = 0, ReadOnly = true, HistoryLength = 0, RequestsPerMinute = 0,
        });
        var (clean, babble) = (new List<Heard>(), new List<Heard>());
        for (var number = 0; number < count; number++)
        {
            var track = dice.Pick(tracks);
            var start = dice.Between(0, track.Duration.TotalSeconds - PlayedSeconds);
            var music = Read(track.Path!, start);
            var noise = voices.Take(music.Length, dice, default);
            var gain = Degrader.NoiseGain(music, noise, BabbleDb);
            clean.Add(await HearAsync(server.Url, music, track.RefId));
            babble.Add(await HearAsync(server.Url, Degrader.Mix(music, noise, gain), track.RefId));
            output.WriteLine($"{track.RefId} at {start:0.0} s: {Said(clean[^1])}; with babble: {Said(babble[^1])}");
        }

        Tell("clean", clean);
        Tell($"babble at {BabbleDb} dB", babble);
        Assert.All(clean.Concat(babble), heard => Assert.Equal(heard.IsNamed, heard.IsRight));
    }

    public void Dispose() => _folder.Dispose();

    private static List<Track> Tracks(string folder)
    {
        using var library = Library.Open(folder, new LibraryOptions { ReadOnly = true });
        return [.. library.Tracks().Where(
            track => track.Duration.TotalSeconds > PlayedSeconds + 1 && File.Exists(track.Path))];
    }

    private static float[] Read(string path, double start)
    {
        using var audio = AudioStream.Open(path, new AudioOptions
        {
            SampleRate = Sound.SampleRate,
            Start = TimeSpan.FromSeconds(start),
            Duration = TimeSpan.FromSeconds(PlayedSeconds),
        });
        var samples = new float[Sound.ToSamples(PlayedSeconds)];
        var filled = 0;
        while (filled < samples.Length && audio.Read(samples.AsSpan(filled)) is > 0 and var count)
        {
            filled += count;
        }

        return samples[..filled];
    }

    private static string Said(Heard heard) =>
        heard.IsNamed ? $"{(heard.IsRight ? "right" : "WRONG")} after {heard.Seconds:0.00} s" : "not named";

    private async Task<Heard> HearAsync(Uri server, float[] samples, string refId)
    {
        var path = Path.Combine(_folder.Path, "played.wav");
        WavWriter.Write(path, new Sound([.. samples.Select(sample => Volume * sample)], 1));
        return await Heard.ListenAsync(server, path, refId);
    }

    private void Tell(string what, List<Heard> all)
    {
        var named = all.Where(heard => heard.IsNamed).ToList();
        var times = new Percentiles(all.Select(heard => heard.IsRight ? heard.Seconds : double.PositiveInfinity));
        var heard = new Percentiles(named.Select(one => one.HeardSeconds));
        output.WriteLine($"{what}: {named.Count(one => one.IsRight)} of {all.Count} named right, " +
            $"{named.Count(one => !one.IsRight)} wrong; s from the first sample to the answer, " +
            $"p50 / p95 / p99 / max of all: {times.Say("0.00")}; s heard, of those named: {heard.Say("0.00")}");
    }
}
