namespace Earmark.Tests.Browser;

/// <summary>A test that needs a browser: skipped, and said so, only where none can be had; never in CI.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Find() is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "There is no Chromium: install it (Debian: apt-get install chromium) to test the page.";
        }
    }
}
