using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Earmark.Tests.Browser;

/// <summary>A headless Chromium with one page, driven by its own protocol over a socket.</summary>
/// <remarks>
/// Its microphone hears a WAV file, round and round. What is used of the protocol is a handful of commands, so no
/// driver is needed; see docs/decisions/0038. Source: chromedevtools.github.io/devtools-protocol.
/// </remarks>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome-stable"];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("earmark-chromium-");
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _faults = [];
    private Process? _process;
    private int _lastId;

    private Chromium()
    {
    }

    /// <summary>What the page complained of: exceptions, and what the browser would not load.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Where the program is; null where it is not.</summary>
    public static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from program in Programs
         let path = Path.Combine(folder, program)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <param name="wav">What the microphone hears; null for a browser that has none.</param>
    /// <param name="isAllowed">Whether the microphone is allowed when the page asks.</param>
    /// <param name="hosts">Where names lead, such as "MAP name 127.0.0.1"; null for where they do.</param>
    public static async Task<Chromium> StartAsync(string? wav, bool isAllowed = true, string? hosts = null)
    {
        var browser = new Chromium();
        try
        {
            await browser.LaunchAsync(wav, isAllowed, hosts);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page and waits until it says that it is ready.</summary>
    public async Task OpenAsync(Uri url)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = url.ToString() });
        await WaitForAsync("document.documentElement?.dataset.ready === 'true'");
    }

    /// <summary>Evaluates an expression, waits for a promise, and returns its value.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var result = await SendAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = expression,
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
            ["userGesture"] = true,
        });
        Assert.True(result["exceptionDetails"] is null, $"{expression}: {result["exceptionDetails"]?.ToJsonString()}");
        return result["result"]!["value"];
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitForAsync(string expression)
    {
        var began = Stopwatch.StartNew();
        while ((await EvaluateAsync($"Boolean({expression})"))?.GetValue<bool>() != true)
        {
            var isOver = began.Elapsed > Patience;
            var faults = isOver ? $"{string.Join('\n', _faults)}\n{await TextAsync()}" : "";
            Assert.False(isOver, $"{expression} is not true.\n{faults}");
            await Task.Delay(50);
        }
    }

    /// <summary>What can be read on the page.</summary>
    public async Task<string> TextAsync() =>
        (string?)await EvaluateAsync("document.body.innerText + [...document.querySelectorAll('dialog[open]')]" +
            ".map((dialog) => dialog.innerText).join()") ?? "";

    /// <summary>Presses what a selector finds, as a mouse does.</summary>
    public async Task ClickAsync(string selector)
    {
        await WaitForAsync($"document.querySelector({Quote(selector)})?.checkVisibility()");
        await EvaluateAsync($"document.querySelector({Quote(selector)}).click()");
    }

    /// <summary>Presses a key that has a name, such as Tab.</summary>
    public async Task PressAsync(string key)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            await SendAsync("Input.dispatchKeyEvent", new JsonObject
            {
                ["type"] = type, ["key"] = key, ["code"] = key,
            });
        }
    }

    /// <summary>Sets the size of the page, and the theme that its reader likes.</summary>
    public async Task LookAsync(int width, int height, bool isDark, double scale = 1)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject
        {
            ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = scale, ["mobile"] = width < 600,
        });
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject
            {
                ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light",
            }),
        });
    }

    /// <summary>Writes a picture of what is seen.</summary>
    public async Task ShootAsync(string path)
    {
        var picture = await SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
        await File.WriteAllBytesAsync(path, Convert.FromBase64String((string)picture["data"]!));
    }

    /// <summary>A string of JavaScript.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        // Its children may still be writing.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _profile.Delete(recursive: true);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task LaunchAsync(string? wav, bool isAllowed, string? hosts)
    {
        string[] microphone = wav is null ? [] :
        [
            "--use-fake-device-for-media-stream",
            $"--use-file-for-fake-audio-capture={wav}",
            .. isAllowed ? new[] { "--use-fake-ui-for-media-stream" } : [],
        ];
        var program = Find() ?? throw new InvalidOperationException("There is no Chromium to test the page with.");
        var start = new ProcessStartInfo(program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0",
            $"--user-data-dir={_profile.FullName}", .. microphone,
            .. hosts is null ? Array.Empty<string>() : [$"--host-resolver-rules={hosts}"], "about:blank",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await _socket.ConnectAsync(await FindPageAsync(), CancellationToken.None);
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await SendAsync($"{domain}.enable", []);
        }
    }

    private async Task<Uri> FindPageAsync()
    {
        using var client = new HttpClient();
        var ports = Path.Combine(_profile.FullName, "DevToolsActivePort");
        var began = Stopwatch.StartNew();
        while (began.Elapsed < Patience)
        {
            if (File.Exists(ports) && (await File.ReadAllLinesAsync(ports)) is [var port, ..])
            {
                var pages = await client.GetFromJsonAsync<JsonArray>($"http://127.0.0.1:{port}/json");
                if (pages?.FirstOrDefault(page => (string?)page!["type"] == "page") is { } found)
                {
                    return new Uri((string)found["webSocketDebuggerUrl"]!);
                }
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("Chromium did not say where it can be reached.");
    }

    /// <summary>Sends a command and returns its result; notes what the page complained of meanwhile.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = ++_lastId;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes<JsonNode>(command), WebSocketMessageType.Text, true, default);
        while (true)
        {
            var message = await ReceiveAsync();
            if ((int?)message["id"] == id)
            {
                Assert.True(message["error"] is null, $"{method}: {message["error"]?.ToJsonString()}");
                return message["result"]!;
            }

            Note(message);
        }
    }

    private void Note(JsonNode message)
    {
        var text = (string?)message["method"] switch
        {
            "Runtime.exceptionThrown" => message["params"]!["exceptionDetails"]!.ToJsonString(),
            "Log.entryAdded" when (string?)message["params"]!["entry"]!["level"] == "error" =>
                message["params"]!["entry"]!.ToJsonString(),
            _ => null,
        };
        if (text is not null)
        {
            _faults.Add(text);
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!;
            }
        }
    }
}
