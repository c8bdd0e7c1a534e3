using System.Text.Json.Nodes;
using Earmark.Tests.Indexing;
using Earmark.Tests.Server;

namespace Earmark.Tests.Browser;

/// <summary>The timeline of monitored sources, and tracklists, in a real browser.</summary>
[Collection(ServedCollection.Name)]
public sealed class TimelineTests(ServedLibrary served) : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public async Task A_source_is_shown_live_with_what_plays_and_what_played()
    {
        CopyLibrary();
        WatchTests.Fill(_folder.Library, TimeProvider.System.GetUtcNow().AddMinutes(-40));
        using var station = new RadioStation(IdentifyTests.Compressed(served.Clip(1, 0, 60), "mp3"), 60);
        await using var server = await served.StartAsync(
            options => options with { Monitors = [$"Radio Three={station.Url}"] }, _folder.Library);
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(server.Url, "/#timeline"));

        await browser.WaitForAsync("document.querySelector('.source .playing')?.innerText.includes('piece-1')");
        Assert.Equal(
            "listening", (string?)await browser.EvaluateAsync("document.querySelector('.source').dataset.status"));
        await browser.WaitForAsync("document.querySelectorAll('#plays [data-id]').length === 2");
        Assert.Equal(3, (int?)await browser.EvaluateAsync("document.querySelectorAll('.lane').length"));
        await browser.WaitForAsync("document.querySelector('.block.now')");
        Assert.Equal(1, (int?)await browser.EvaluateAsync("document.querySelectorAll('.block.unknown').length"));
        Assert.Equal(1, (int?)await browser.EvaluateAsync("document.querySelectorAll('.block.missed').length"));
        Assert.Contains("1 play, 1 unknown part, 1 part missed", (string?)await browser.EvaluateAsync(
            "[...document.querySelectorAll('.strip')].map((strip) => strip.ariaLabel).join()"),
            StringComparison.Ordinal);

        await browser.ClickAsync(".block.missed");
        Assert.Contains("The line was cut.", await browser.TextAsync(), StringComparison.Ordinal);
        await browser.ClickAsync("#earlier");
        await browser.ClickAsync("#earlier");
        await browser.WaitForAsync("document.querySelector('#plays .empty')");
        await browser.ClickAsync("#now");
        await browser.WaitForAsync("document.querySelectorAll('#plays [data-id]').length === 2");
        Assert.DoesNotContain(browser.Faults, fault => !fault.Contains("cover", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Where_nothing_is_monitored_it_says_how_and_offers_a_tracklist()
    {
        CopyLibrary();
        await using var server = await served.StartAsync(options => options, _folder.Library);
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(server.Url, "/#timeline"));
        await browser.WaitForAsync("document.querySelector('#recording').open");

        Assert.Contains("Nothing is monitored", await browser.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(browser.Faults);
    }

    [BrowserFact]
    public async Task A_long_recording_that_is_chosen_becomes_a_tracklist_to_take_away()
    {
        CopyLibrary();
        await using var server = await served.StartAsync(options => options, _folder.Library);
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(server.Url, "/#timeline"));
        await browser.WaitForAsync("document.querySelector('#mix-limit').textContent");

        await ChooseAsync(browser, served.Mix((0, 5, 30), (ServedLibrary.TrackCount, 10, 25), (1, 8, 30)), "party.wav");
        await browser.WaitForAsync("document.querySelector('.mix')?.innerText.includes('Done:')");
        await browser.WaitForAsync("document.querySelectorAll('.mix tbody tr').length === 3");

        var text = await browser.TextAsync();
        Assert.Contains("party.wav", text, StringComparison.Ordinal);
        Assert.Contains("piece-0", text, StringComparison.Ordinal);
        Assert.Contains("unknown", text, StringComparison.Ordinal);
        var cue = await browser.EvaluateAsync(
            "fetch([...document.querySelectorAll('.mix a')].find((a) => a.textContent === 'CUE sheet').href)" +
            ".then((response) => response.text())");
        Assert.Contains("TRACK 03 AUDIO", (string?)cue, StringComparison.Ordinal);

        await ChooseAsync(browser, "no music"u8.ToArray(), "letter.txt");
        await browser.WaitForAsync(
            "document.querySelector('#mixes').innerText.includes('letter.txt is not audio that FFmpeg can read')");
    }

    [BrowserFact]
    public async Task Every_control_of_it_has_a_name_and_a_narrow_page_does_not_scroll_sideways()
    {
        CopyLibrary();
        WatchTests.Fill(_folder.Library, TimeProvider.System.GetUtcNow().AddMinutes(-40));
        await using var server = await served.StartAsync(
            options => options with { Roots = [served.Music] }, _folder.Library);
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.LookAsync(320, 640, isDark: false);
        await browser.OpenAsync(new Uri(server.Url, "/#timeline"));
        await browser.WaitForAsync("document.querySelectorAll('#plays [data-id]').length === 2");

        var unnamed = await browser.EvaluateAsync(
            "[...document.querySelectorAll('#view-timeline :is(button, a, input, select)')].filter((element) => " +
            "!(element.textContent.trim() || element.ariaLabel || element.labels?.length)).length");
        Assert.Equal(0, (int?)unnamed);
        Assert.True((bool?)await browser.EvaluateAsync(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    private static Task<JsonNode?> ChooseAsync(Chromium browser, byte[] file, string name) => browser.EvaluateAsync(
        $"{{ const bytes = Uint8Array.from(atob({Chromium.Quote(Convert.ToBase64String(file))}), " +
        "(c) => c.charCodeAt(0));" +
        $"const data = new DataTransfer(); data.items.add(new File([bytes], {Chromium.Quote(name)}));" +
        "const input = document.querySelector('#mix'); input.files = data.files;" +
        "input.dispatchEvent(new Event('change')); }");

    private void CopyLibrary()
    {
        using var source = Library.Open(served.LibraryFolder, new LibraryOptions { ReadOnly = true });
        source.CopyTo(_folder.Library, _ => true);
    }
}
