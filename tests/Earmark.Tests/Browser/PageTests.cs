using System.Text.Json.Nodes;
using Earmark.Tests.Indexing;
using Earmark.Tests.Server;

namespace Earmark.Tests.Browser;

/// <summary>The page in a real browser, whose microphone hears a WAV file.</summary>
[Collection(ServedCollection.Name)]
public sealed class PageTests(ServedLibrary served) : IDisposable
{
    /// <summary>Whether the first picture has cells that stand out: the peaks alone have no yellow.</summary>
    private const string CountYellow = """
        (() => {
          const canvas = document.querySelector('#result .plots canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let count = 0;
          for (let at = 0; at < data.length; at += 4) {
            count += data[at] > 200 && data[at + 1] > 180 && data[at + 2] < 120 ? 1 : 0;
          }
          return count > 20;
        })()
        """;

    private readonly TestFolder _folder = new();

    [BrowserFact]
    public async Task It_hears_a_track_and_names_it()
    {
        await using var browser = await Chromium.StartAsync(Wav(served.Clip(1, start: 5, seconds: 30)));
        await browser.OpenAsync(served.Url);
        Assert.Contains("nowhere else", await browser.TextAsync(), StringComparison.Ordinal);

        await browser.ClickAsync("#start");
        await browser.WaitForAsync("document.querySelector('#result .found')");

        var text = await browser.TextAsync();
        Assert.Contains("piece-1", text, StringComparison.Ordinal);
        Assert.Contains("certain (> 99.9 %)", text, StringComparison.Ordinal);
        Assert.Matches(@"\d+:\d\d of \d:\d\d", text);
        await browser.ClickAsync("#result .why summary");
        await browser.WaitForAsync("document.querySelectorAll('#result .plots canvas').length === 9");
        text = await browser.TextAsync();
        Assert.Matches(@"\d+ of \d+ lie on the diagonal", text);
        string[] titles =
        [
            "What was heard", "Peaks of the track and of the clip", "Where clip and track agree",
            "Where each would have the clip begin", "Evidence, second by second", "Is it enough?",
            "Faster, slower, higher, lower", "Who else was considered",
        ];
        Assert.All(titles, title => Assert.Contains(title, text, StringComparison.Ordinal));
        await browser.WaitForAsync(CountYellow);
        Assert.Equal(0, (int?)await browser.EvaluateAsync(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        // That there is no cover is known once FFmpeg has looked.
        await browser.WaitForAsync("!document.querySelector('#result .cover img')");
        Assert.Equal(["cover"], Missing(browser));
    }

    [BrowserFact]
    public async Task The_place_in_the_track_keeps_up_with_the_music()
    {
        await using var browser = await Chromium.StartAsync(Wav(served.Clip(2, start: 5, seconds: 40)));
        await browser.OpenAsync(served.Url);
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("document.querySelector('#result .at')?.textContent");
        var first = await PlaceAsync(browser);

        await browser.WaitForAsync($"document.querySelector('#result .at').textContent !== {Chromium.Quote(first)}");
        Assert.True(string.CompareOrdinal(await PlaceAsync(browser), first) > 0);

        static async Task<string> PlaceAsync(Chromium browser) =>
            (string)(await browser.EvaluateAsync("document.querySelector('#result .at').textContent"))!;
    }

    [BrowserFact]
    public async Task Music_that_is_not_in_the_library_is_honestly_none_and_can_be_heard_again()
    {
        await using var browser = await Chromium.StartAsync(Wav(served.Clip(ServedLibrary.TrackCount, seconds: 30)));
        await browser.OpenAsync(served.Url);
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("parseFloat(document.querySelector('#elapsed').textContent) > 3");
        await browser.ClickAsync("#stop");
        await browser.WaitForAsync("document.querySelector('#result h2')");

        var text = await browser.TextAsync();
        Assert.Contains("Not in this library", text, StringComparison.Ordinal);
        Assert.Contains("3 tracks, and nothing else", text, StringComparison.Ordinal);
        await browser.WaitForAsync("document.querySelector('#result audio').duration > 2");
    }

    [BrowserFact]
    public async Task A_microphone_that_is_not_allowed_is_explained()
    {
        await using var browser = await Chromium.StartAsync(Wav(served.Clip(0)), isAllowed: false);
        await browser.OpenAsync(served.Url);
        await browser.SendAsync("Browser.setPermission", new JsonObject
        {
            ["permission"] = new JsonObject { ["name"] = "microphone" },
            ["setting"] = "denied",
        });
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("!document.querySelector('#trouble').hidden");

        Assert.Contains("was not allowed", await browser.TextAsync(), StringComparison.Ordinal);
        Assert.True((bool)(await browser.EvaluateAsync("!document.querySelector('#start').disabled"))!);
    }

    [BrowserFact]
    public async Task A_machine_without_a_microphone_is_told_so()
    {
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(served.Url);
        await browser.SendAsync("Browser.grantPermissions", new JsonObject
        {
            ["permissions"] = new JsonArray("audioCapture"),
        });
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("!document.querySelector('#trouble').hidden");

        Assert.Contains("No microphone was found", await browser.TextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_page_that_browsers_lend_no_microphone_says_why_and_still_takes_files()
    {
        const string Name = "music.example";
        await using var server = await served.StartAsync(options => options with { Hosts = [Name] });
        await using var browser = await Chromium.StartAsync(
            Wav(served.Clip(0)), isAllowed: true, $"MAP {Name} 127.0.0.1");
        await browser.OpenAsync(new UriBuilder(server.Url) { Host = Name }.Uri);

        Assert.Contains("only to pages that come by https", await browser.TextAsync(), StringComparison.Ordinal);
        Assert.True((bool)(await browser.EvaluateAsync("document.querySelector('#start').disabled"))!);
        await DropAsync(browser, served.Clip(0), "clip.wav");
        await browser.WaitForAsync("document.querySelector('#result .found')");
    }

    [BrowserFact]
    public async Task A_server_that_goes_in_the_middle_is_noticed()
    {
        var server = await served.StartAsync(options => options);
        await using var browser = await Chromium.StartAsync(Wav(served.Clip(ServedLibrary.TrackCount, seconds: 30)));
        await browser.OpenAsync(server.Url);
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("parseFloat(document.querySelector('#elapsed').textContent) > 1");

        await server.DisposeAsync();

        await browser.WaitForAsync("document.querySelector('#result [role=alert]')");
        Assert.Contains("The server", await browser.TextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_file_that_is_dropped_is_named_and_one_that_is_no_music_explained()
    {
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(served.Url);

        await DropAsync(browser, IdentifyTests.Compressed(served.Clip(2), "opus"), "clip.opus");
        await browser.WaitForAsync("document.querySelector('#result .found')");
        Assert.Contains("piece-2", await browser.TextAsync(), StringComparison.Ordinal);

        await DropAsync(browser, "no music"u8.ToArray(), "letter.txt");
        await browser.WaitForAsync("document.querySelector('#result [role=alert]')");
        Assert.Contains("letter.txt is not audio", await browser.TextAsync(), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Tracks_are_added_with_progress_edited_searched_and_deleted()
    {
        await using var server = await served.StartAsync(
            options => options with { Roots = [served.Music] }, _folder.Library);
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(server.Url, "/#library"));
        await browser.WaitForAsync("document.body.innerText.includes('The library is empty. Add')");
        Assert.Contains("nothing can be named yet", (string?)await browser.EvaluateAsync(
            "document.querySelector('#invitation').textContent"), StringComparison.Ordinal);

        await browser.ClickAsync("#adding summary");
        await browser.EvaluateAsync($"document.querySelector('#folder').value = {Chromium.Quote(served.Music)}");
        await browser.ClickAsync("#add-folder button");
        await browser.WaitForAsync("document.querySelector('.job')?.innerText.includes('Done: 3 of 3')");
        await browser.WaitForAsync("document.querySelectorAll('#tracks li[data-ref-id]').length === 3");

        await browser.ClickAsync("[data-ref-id='piece-1'] [aria-label^=Edit]");
        await browser.EvaluateAsync("document.querySelector('#edit-name').value = 'Another Title'");
        await browser.ClickAsync("#edit [value=yes]");
        await browser.WaitForAsync("document.querySelector('#tracks').innerText.includes('Another Title')");

        await browser.EvaluateAsync(
            "document.querySelector('#search').value = 'other'; " +
            "document.querySelector('#search').dispatchEvent(new Event('input'))");
        await browser.WaitForAsync("document.querySelectorAll('#tracks li').length === 1");

        await browser.ClickAsync("[data-ref-id='piece-1'] [aria-label^=Delete]");
        await browser.ClickAsync("#ask-yes");
        await browser.WaitForAsync("document.querySelector('#figures dd').textContent === '2'");
    }

    [BrowserFact]
    public async Task Answers_are_listed_and_forgotten()
    {
        await using var server = await served.StartAsync(options => options with { ReadOnly = true });
        using var client = new HttpClient { BaseAddress = server.Url };
        await client.DeleteAsync("/v1/history");
        await client.PostAsync("/v1/identify", new ByteArrayContent(served.Clip(0)));
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(server.Url, "/#history"));
        await browser.WaitForAsync("document.querySelector('#history-list').innerText.includes('piece-0')");

        await browser.ClickAsync("#history-list .fold");
        await browser.WaitForAsync("document.querySelector('#history-list .found')");
        await browser.ClickAsync("#history-clear");
        await browser.ClickAsync("#ask-yes");
        await browser.WaitForAsync("document.querySelector('#history-list .empty')");
    }

    [BrowserFact]
    public async Task A_key_is_asked_for_where_one_is_needed()
    {
        const string Key = "a-key-that-nobody-guesses";
        await using var server = await served.StartAsync(options => options with { ApiKeys = [Key] });
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.SendAsync("Page.navigate", new JsonObject { ["url"] = server.Url.ToString() });
        await browser.WaitForAsync("document.querySelector('#signin')?.open");
        await SignInAsync("wrong-key-of-sorts");
        await browser.WaitForAsync("document.querySelector('#signin-fault').textContent");
        await SignInAsync(Key);
        await browser.WaitForAsync("document.documentElement.dataset.ready === 'true'");

        async Task SignInAsync(string key)
        {
            await browser.EvaluateAsync($"document.querySelector('#key').value = {Chromium.Quote(key)}");
            await browser.ClickAsync("#signin-form button");
        }
    }

    [BrowserFact]
    public async Task Everything_can_be_reached_by_keyboard_and_has_a_name()
    {
        await using var browser = await Chromium.StartAsync(Wav(served.Clip(0)));
        await browser.OpenAsync(served.Url);
        var names = new List<string>();
        for (var press = 0; press < 9; press++)
        {
            await browser.PressAsync("Tab");
            names.Add((string?)await browser.EvaluateAsync(
                "document.activeElement.id || document.activeElement.ariaLabel || " +
                "document.activeElement.innerText?.trim()") ?? "");
        }

        Assert.Equal("Skip to the content", names[0]);
        Assert.Contains("start", names);
        Assert.Contains("device", names);
        Assert.Contains("file", names);
        var unnamed = await browser.EvaluateAsync(
            "[...document.querySelectorAll('button, a, input, select')].filter((element) => " +
            "!(element.textContent.trim() || element.ariaLabel || element.labels?.length)).length");
        Assert.Equal(0, (int?)unnamed);
    }

    [BrowserFact]
    public async Task The_reference_shows_every_path()
    {
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(served.Url, "/docs"));

        var text = await browser.TextAsync();

        Assert.Contains("/v1/answers/{id}/evidence", text, StringComparison.Ordinal);
        Assert.Empty(browser.Faults);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the page asked for and did not get, by the end of its path; fails on anything else.</summary>
    private static IEnumerable<string> Missing(Chromium browser) => browser.Faults.Select(fault =>
    {
        var entry = JsonNode.Parse(fault)!;
        Assert.True((string?)entry["source"] == "network", fault);
        return new Uri((string)entry["url"]!).AbsolutePath.Split('/')[^1];
    }).Distinct();

    private static Task<JsonNode?> DropAsync(Chromium browser, byte[] file, string name) => browser.EvaluateAsync(
        $"{{ const bytes = Uint8Array.from(atob({Chromium.Quote(Convert.ToBase64String(file))}), " +
        "(c) => c.charCodeAt(0));" +
        $"const data = new DataTransfer(); data.items.add(new File([bytes], {Chromium.Quote(name)}));" +
        "for (const type of ['dragenter', 'drop']) document.body.dispatchEvent(" +
        "new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true })); }");

    private string Wav(byte[] clip)
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid()}.wav");
        File.WriteAllBytes(path, clip);
        return path;
    }
}
