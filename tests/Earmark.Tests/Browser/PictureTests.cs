using System.Text.Json.Nodes;
using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Server;
using Earmark.Tests.Indexing;
using Earmark.Tests.Server;

namespace Earmark.Tests.Browser;

/// <summary>Pictures of the page in each of its states, for whoever changes it and for the README.</summary>
public sealed class PictureTests : IAsyncLifetime, IDisposable
{
    private const string Variable = "EARMARK_PICTURES";
    private const string Script = "scripts/pictures.sh";
    private const int PieceCount = 9;
    private const int FirstSeed = 60;
    private const string Key = "a-key-that-nobody-guesses";

    private static readonly (string Name, int Width, int Height)[] Screens = [("phone", 390, 844), ("desk", 1180, 860)];

    /// <summary>The pieces of a mix; the last one is in no library.</summary>
    private static readonly int[] Mixed = [0, PieceCount - 1, 4, 1];

    private static readonly bool[] Themes = [false, true];

    private readonly string _target = Environment.GetEnvironmentVariable(Variable) ?? "";
    private readonly TestFolder _folder = new();
    private readonly List<Piece> _pieces = [];

    private string Music => Path.Combine(_folder.Path, "music");

    public async Task InitializeAsync()
    {
        if (_target.Length == 0)
        {
            return;
        }

        Directory.CreateDirectory(_target);
        Directory.CreateDirectory(Music);
        _pieces.AddRange(Enumerable.Range(FirstSeed, PieceCount).AsParallel().AsOrdered().Select(Composer.Compose));
        using var library = Library.Open(_folder.Library);
        foreach (var (number, piece) in _pieces.SkipLast(1).Index())
        {
            var path = Path.Combine(Music, $"{number + 1:00} {piece.Title}.wav");
            WavWriter.Write(path, piece.Sound);
            var stored = await library.StoreAsync(path);
            library.Edit(stored.RefId!, new AudioTags(piece.Title, "The Demo Ensemble", "Composed Music"));
        }

        await File.WriteAllTextAsync(Path.Combine(Music, "broken.mp3"), "no music");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [OnRequestFact(Variable, Script)]
    public async Task Something_is_heard_and_found()
    {
        await using var server = await StartAsync();
        await using var browser = await Chromium.StartAsync(Wav(Heard(_pieces[2])));
        await browser.OpenAsync(server.Url);
        await ShootAsync(browser, "idle");
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("document.querySelector('#result .found')");
        await Task.Delay(600);
        await ShootAsync(browser, "found");
        await browser.ClickAsync("#result .why summary");
        await browser.WaitForAsync("document.querySelectorAll('#result .plots canvas').length === 9");
        await Task.Delay(300);
        await ShootAsync(browser, "why", height: 2720);
    }

    [OnRequestFact(Variable, Script)]
    public async Task Nothing_is_found()
    {
        await using var server = await StartAsync();
        await using var browser = await Chromium.StartAsync(Wav(_pieces[^1].Sound.ToMono().Cut(15, 30)));
        foreach (var (name, width, height, isDark) in Looks(0))
        {
            await browser.OpenAsync(server.Url);
            await browser.LookAsync(width, height, isDark);
            await browser.ClickAsync("#start");
            await browser.WaitForAsync("parseFloat(document.querySelector('#elapsed').textContent) > 5");
            await browser.ShootAsync(Path.Combine(_target, $"hearing-{name}.png"));
            await browser.ClickAsync("#stop");
            await browser.WaitForAsync("document.querySelector('#result h2')");
            await browser.EvaluateAsync("document.querySelector('#result details')?.setAttribute('open', '')");
            await Task.Delay(400);
            await browser.ShootAsync(Path.Combine(_target, $"none-{name}.png"));
            await browser.SendAsync("Page.navigate", new JsonObject { ["url"] = "about:blank" });
        }
    }

    [OnRequestFact(Variable, Script)]
    public async Task Something_is_in_the_way()
    {
        var server = await StartAsync(options => options with { Hosts = ["music.example"] });
        var url = server.Url;
        await using var browser = await Chromium.StartAsync(
            Wav(_pieces[^1].Sound.Cut(0, 20)), isAllowed: true, "MAP music.example 127.0.0.1");
        await browser.OpenAsync(new UriBuilder(url) { Host = "music.example" }.Uri);
        await ShootAsync(browser, "insecure");
        await browser.OpenAsync(url);
        await browser.EvaluateAsync("document.querySelector('#drop').hidden = false");
        await ShootAsync(browser, "drop");
        await browser.EvaluateAsync("document.querySelector('#drop').hidden = true");
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("parseFloat(document.querySelector('#elapsed').textContent) > 1");
        await server.DisposeAsync();
        await browser.WaitForAsync("document.querySelector('#result [role=alert]')");
        await ShootAsync(browser, "gone");

        await using var locked = await StartAsync(options => options with { ApiKeys = [Key] });
        await browser.SendAsync("Page.navigate", new JsonObject { ["url"] = locked.Url.ToString() });
        await browser.WaitForAsync("document.querySelector('#signin')?.open");
        await ShootAsync(browser, "signin");
    }

    [OnRequestFact(Variable, Script)]
    public async Task The_timeline_is_looked_at()
    {
        using (var library = Library.Open(_folder.Library, new LibraryOptions { ReadOnly = true }))
        {
            Evening.Fill(_folder.Library, [.. library.Tracks()]);
        }

        var sound = _pieces[2].Sound.ToMono();
        var mp3 = IdentifyTests.Compressed(WavWriter.Encode(sound), "mp3");
        using var station = new RadioStation(mp3, sound.Duration.TotalSeconds);
        await using var server = await StartAsync(options => options with
        {
            Monitors = [$"{Evening.First}={station.Url}", $"{Evening.Second}=http://127.0.0.1:9/live"],
        });
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(server.Url, "/#timeline"));
        await browser.WaitForAsync("document.querySelector('.source .playing')");
        await browser.WaitForAsync("document.querySelector('.block.now')");
        await ShootAsync(browser, "timeline", height: 1300);

        var mix = WavWriter.Encode(new Sound(
            [.. Mixed.SelectMany(i => _pieces[i].Sound.ToMono().Cut(5, 40).Samples)], 1));
        using var client = new HttpClient { BaseAddress = server.Url };
        await client.PostAsync("/v1/tracklists?name=Saturday%20Night.wav", new ByteArrayContent(mix));
        await browser.OpenAsync(new Uri(server.Url, "/?#timeline"));
        await browser.WaitForAsync("document.querySelector('.mix')?.innerText.includes('Done:')");
        await browser.WaitForAsync("document.querySelectorAll('.mix tbody tr').length > 3");
        await browser.EvaluateAsync("document.querySelector('.mix').scrollIntoView()");
        await ShootAsync(browser, "tracklist");
    }

    [OnRequestFact(Variable, Script)]
    public async Task The_library_and_the_history_are_looked_at()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Url };
        await using var browser = await Chromium.StartAsync(wav: null);
        await browser.OpenAsync(new Uri(server.Url, "/#history"));
        await ShootAsync(browser, "history-empty");
        foreach (var piece in _pieces)
        {
            var clip = WavWriter.Encode(piece.Sound.Cut(15, 8));
            await client.PostAsync("/v1/identify?name=party.wav", new ByteArrayContent(clip));
        }

        await browser.OpenAsync(new Uri(server.Url, "/?#history"));
        await browser.WaitForAsync("document.querySelectorAll('#history-list li').length > 5");
        await ShootAsync(browser, "history");
        await browser.ClickAsync("#history-list li:nth-child(2) .fold");
        await browser.WaitForAsync("document.querySelector('#history-list .found')");
        await Task.Delay(400);
        await ShootAsync(browser, "history-open", height: 1200);

        await browser.OpenAsync(new Uri(server.Url, "/#library"));
        await browser.WaitForAsync("document.querySelectorAll('#tracks li').length === 8");
        await ShootAsync(browser, "library");
        await browser.ClickAsync("#adding summary");
        await browser.EvaluateAsync($"document.querySelector('#folder').value = {Chromium.Quote(Music)}");
        await browser.ClickAsync("#add-folder button");
        await browser.WaitForAsync("document.querySelector('.job')?.innerText.includes('Done: 9 of 9')");
        await browser.EvaluateAsync("document.querySelector('.job details').open = true");
        await ShootAsync(browser, "library-added", height: 1200);
        await browser.ClickAsync("#tracks [aria-label^=Edit]");
        await ShootAsync(browser, "edit");
        await browser.ClickAsync("#edit [value=no]");
        await browser.ClickAsync("#tracks [aria-label^=Delete]");
        await ShootAsync(browser, "ask");
        await browser.OpenAsync(new Uri(server.Url, "/docs"));
        await ShootAsync(browser, "docs");
    }

    private static IEnumerable<(string Name, int Width, int Height, bool IsDark)> Looks(int height) =>
        from screen in Screens
        from isDark in Themes
        select ($"{screen.Name}-{(isDark ? "dark" : "light")}", screen.Width, Math.Max(screen.Height, height), isDark);

    /// <summary>A part of a piece as a phone on a table hears it.</summary>
    private static Sound Heard(Piece piece) => Degrader.Babble(Degrader.Room(piece.Sound.Cut(20, 30), 0.4, 1), 8, 1);

    private async Task ShootAsync(Chromium browser, string name, int height = 0)
    {
        foreach (var look in Looks(height))
        {
            await browser.LookAsync(look.Width, look.Height, look.IsDark);
            await Task.Delay(250);
            await browser.ShootAsync(Path.Combine(_target, $"{name}-{look.Name}.png"));
        }
    }

    private Task<EarmarkServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var options = new ServerOptions
        {
            Library = _folder.Library, Port = 0, RequestsPerMinute = 0, Roots = [_folder.Path],
        };
        return EarmarkServer.StartAsync(change is null ? options : change(options));
    }

    private string Wav(Sound sound)
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid()}.wav");
        WavWriter.Write(path, sound);
        return path;
    }
}
