using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Matching;

namespace Earmark.Tests.EndToEnd;

/// <summary>The tool with a microphone that plays files.</summary>
public sealed class ListenTests(ShortTracks tracks) : IClassFixture<ShortTracks>, IDisposable
{
    private const int Interrupt = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("earmark-listen-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [AlsaFact]
    public async Task What_plays_is_named_as_soon_as_that_is_sure()
    {
        await StoreAsync();
        using var microphone = new FakeMicrophone(tracks.ClipOf("piece-1-part-1"));
        using var tool = Listen(microphone);

        Assert.Equal(0, tool.WaitForEnd());
        var answer = Assert.Single(tool.Answers);
        var match = Assert.Single(answer.Matches);
        Assert.Equal("piece-1-part-1", match.RefId);
        Assert.Equal(4, match.OffsetS, 0.1);
        Assert.True(match.EValue < MatchOptions.Balanced / 100);
        Assert.InRange(answer.DurationS, 1, 8);
    }

    [AlsaFact]
    public async Task Music_that_is_not_stored_is_listened_to_for_as_long_as_was_said()
    {
        await StoreAsync();
        using var microphone = new FakeMicrophone(Unknown());
        using var tool = Listen(microphone, "--seconds", "3");

        Assert.Equal(1, tool.WaitForEnd());
        var answer = Assert.Single(tool.Answers);
        Assert.Equal("none", answer.Decision);
        Assert.Equal(3, answer.DurationS, 0.2);
        Assert.Empty(tool.Notes);
    }

    [AlsaFact]
    public async Task Too_little_and_too_much_sound_are_said_with_what_to_do()
    {
        await StoreAsync();
        var unknown = Unknown();
        foreach (var (filter, word) in new[] { ("volume=-34dB", "too quiet"), ("volume=30dB", "clipped") })
        {
            using var microphone = new FakeMicrophone(unknown, filter);
            using var tool = Listen(microphone, "--seconds", "2");

            Assert.Equal(1, tool.WaitForEnd());
            Assert.Equal("none", Assert.Single(tool.Answers).Decision);
            Assert.Contains(word, Assert.Single(tool.Notes), StringComparison.Ordinal);
        }
    }

    [AlsaFact]
    public async Task A_microphone_that_is_muted_is_an_error_and_no_answer()
    {
        await StoreAsync();
        using var microphone = new FakeMicrophone();
        using var tool = Listen(microphone, "--seconds", "2");

        Assert.Equal(2, tool.WaitForEnd());
        var note = Assert.Single(tool.Notes);
        Assert.Contains("alsa:default gives digital silence", note, StringComparison.Ordinal);
        Assert.Contains("unmute it", note, StringComparison.Ordinal);
    }

    [AlsaFact]
    public async Task A_device_that_does_not_exist_is_an_error_that_says_so()
    {
        await StoreAsync();
        using var microphone = new FakeMicrophone();
        using var tool = Listen(microphone, "--device", "alsa:nothing");
        using var other = Listen(microphone, "--device", "nothing");

        Assert.Equal(2, tool.WaitForEnd());
        Assert.Contains("alsa:nothing cannot be opened: ", Assert.Single(tool.Notes), StringComparison.Ordinal);
        Assert.Equal(2, other.WaitForEnd());
        Assert.Contains("no microphone called nothing", Assert.Single(other.Notes), StringComparison.Ordinal);
    }

    [AlsaFact]
    public void Devices_are_listed_by_the_names_that_they_are_asked_for_by()
    {
        using var microphone = new FakeMicrophone();
        using var tool = Listen(microphone, "--devices");

        Assert.Equal(0, tool.WaitForEnd());
        var device = Assert.Single(tool.Devices, device => device.Default);
        Assert.Equal("alsa:default", device.Device);
        Assert.Equal("ALSA", device.System);
        Assert.Equal("A microphone that plays a file", device.Description);
    }

    [AlsaFact]
    public async Task An_interrupted_listening_ends_at_once_and_in_good_order()
    {
        await StoreAsync();
        using var microphone = new FakeMicrophone(Unknown());
        using var tool = Listen(microphone, "--seconds", "100");
        await Task.Delay(2_000);
        tool.Send(Interrupt);

        Assert.Equal(2, tool.WaitForEnd());
        Assert.Equal("earmark: Interrupted.", Assert.Single(tool.Notes));
        Assert.Empty(tool.Answers);
    }

    [AlsaFact]
    public async Task A_microphone_can_be_monitored()
    {
        await StoreAsync();
        using var microphone = new FakeMicrophone(Path.Combine(tracks.Music, "piece-1-part-1.wav"));
        using var tool = CliProcess.Start(
            "monitor", Path.Combine(_folder, "library"), microphone.Variables, "microphone", "--all");
        while (tool.Events.All(told => told.Event != "play_started"))
        {
            var count = tool.Events.Count;
            tool.WaitForLines(count + 1);
            Assert.True(tool.Events.Count > count, "It ended before it heard anything.");
        }

        await Task.Delay(3_000);
        tool.Send(Interrupt);

        Assert.Equal(0, tool.WaitForEnd());
        var play = Assert.Single(tool.Events, told => told.Event == "play");
        Assert.Equal("piece-1-part-1", play.RefId);
        Assert.Equal("microphone", play.Source);
        Assert.True(play.IsLive);
    }

    private CliProcess Listen(FakeMicrophone microphone, params string[] arguments) =>
        CliProcess.Start("listen", Path.Combine(_folder, "library"), microphone.Variables, arguments);

    private async Task StoreAsync()
    {
        using var library = Library.Open(Path.Combine(_folder, "library"));
        await library.StoreAllAsync([tracks.Music]).ToListAsync();
    }

    private string Unknown()
    {
        var path = Path.Combine(_folder, "unknown.wav");
        WavWriter.Write(path, Composer.Compose(90).Sound.ToMono().Cut(5, 8));
        return path;
    }
}
