using System.Text.Json.Nodes;

namespace Earmark.Tests.Browser;

/// <summary>What the page said of something that was played to it.</summary>
/// <param name="IsRight">Whether what played is what it named, or is among what fits equally.</param>
/// <param name="Seconds">From the first sample of the microphone to the answer.</param>
/// <param name="HeardSeconds">How much the server had heard by then.</param>
internal sealed record Heard(bool IsNamed, bool IsRight, double Seconds, double HeardSeconds)
{
    /// <summary>Presses the button and waits for the card.</summary>
    public static async Task<Heard> ListenAsync(Uri server, string wav, string refId)
    {
        await using var browser = await Chromium.StartAsync(wav);
        await browser.SendAsync("Page.addScriptToEvaluateOnNewDocument", new JsonObject
        {
            ["source"] = "const Own = WebSocket; window.WebSocket = class extends Own { constructor(...all) {" +
                "super(...all); this.addEventListener('message', ({ data }) => {" +
                "const event = JSON.parse(data); if (event.answer) window.answered = event; }); } };",
        });
        await browser.OpenAsync(server);
        await browser.ClickAsync("#start");
        await browser.WaitForAsync("performance.getEntriesByName('answer').length === 1");
        var seconds = (double)(await browser.EvaluateAsync(
            "performance.measure('listening', 'first sample', 'answer').duration / 1000"))!;
        var answered = JsonNode.Parse((string)(await browser.EvaluateAsync("JSON.stringify(window.answered)"))!)!;
        var names = answered["answer"]!["matches"]!.AsArray().Select(match => (string?)match!["ref_id"]).ToList();
        return new Heard(names.Count > 0, names.Contains(refId), seconds, (double)answered["heard_s"]!);
    }
}
