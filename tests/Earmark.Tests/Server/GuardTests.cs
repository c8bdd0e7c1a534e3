using System.Net;
using System.Net.Http.Headers;
using Earmark.Server;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class GuardTests(ServedLibrary served)
{
    private const string Key = "a-key-that-nobody-guesses";

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.7.7")]
    public void The_network_is_let_in_only_with_keys_or_when_that_is_said(string address)
    {
        var options = new ServerOptions { Library = "x", Address = IPAddress.Parse(address) };

        Assert.Contains("api-key-file", Assert.Single(options.Faults()), StringComparison.Ordinal);
        Assert.Empty((options with { ApiKeys = [Key] }).Faults());
        Assert.Empty((options with { AllowAnyone = true }).Faults());
    }

    [Fact]
    public async Task A_server_that_may_not_start_says_why_and_does_not() => await Assert.ThrowsAsync<ServerException>(
        () => served.StartAsync(options => options with { Address = IPAddress.Any }));

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_a_sentence()
    {
        var fault = await Assert.ThrowsAsync<ServerException>(
            () => served.StartAsync(options => options with { Port = served.Url.Port }));

        Assert.Contains("another --port", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_says_what_a_browser_may_do_with_it()
    {
        foreach (var path in new[] { "/", "/v1/about", "/v1/nothing", "/js/main.js" })
        {
            var response = await served.Client.GetAsync(path);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("localhost", 200)]
    [InlineData("[::1]", 200)]
    public async Task A_name_that_is_pointed_here_by_others_is_not_answered(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/about");
        request.Headers.Host = host;

        Assert.Equal(status, (int)(await served.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Another_sites_page_can_neither_ask_nor_change_nor_read(string origin)
    {
        using var delete = From(origin, HttpMethod.Delete, "/v1/history");
        await ServedLibrary.AssertProblemAsync(await served.Client.SendAsync(delete), 403, "foreign-origin");

        using var read = From(origin, HttpMethod.Get, "/v1/history");
        var response = await served.Client.SendAsync(read);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_page_that_was_named_may_use_the_api()
    {
        const string Friend = "https://music.example";
        await using var server = await served.StartAsync(options => options with { Origins = [Friend] });
        using var client = new HttpClient { BaseAddress = server.Url };
        using var preflight = From(Friend, HttpMethod.Options, "/v1/identify");
        using var ask = From(Friend, HttpMethod.Post, "/v1/identify");
        ask.Content = new ByteArrayContent(served.Clip(0));

        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(preflight)).StatusCode);
        var response = await client.SendAsync(ask);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Friend, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Where_there_are_keys_one_must_be_shown_and_none_is_written_down()
    {
        await using var server = await served.StartAsync(options => options with { ApiKeys = [Key, $"{Key}-2"] });
        using var client = new HttpClient { BaseAddress = server.Url };

        await ServedLibrary.AssertProblemAsync(await client.GetAsync("/v1/tracks"), 401, "no-key");
        await ServedLibrary.AssertProblemAsync(await client.GetAsync("/metrics"), 401, "no-key");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        foreach (var (scheme, key, status) in new[]
        {
            ("Bearer", $"{Key}-2", 200), ("Bearer", "another-key-of-that-length", 401), ("Basic", Key, 401),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/tracks");
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, key);
            Assert.Equal(status, (int)(await client.SendAsync(request)).StatusCode);
        }

        Assert.DoesNotContain(served.Notes, note => note.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_gets_a_cookie_for_its_key_and_may_hand_it_back()
    {
        await using var server = await served.StartAsync(options => options with { ApiKeys = [Key] });
        using var client = new HttpClient { BaseAddress = server.Url };

        await ServedLibrary.AssertProblemAsync(
            await client.PostAsync("/v1/session", IdentifyTests.Json("""{"key":"not-a-key-at-all"}""")), 401, "no-key");
        var begun = await client.PostAsync("/v1/session", IdentifyTests.Json($$"""{"key":"{{Key}}"}"""));
        var cookie = Assert.Single(begun.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/tracks")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/v1/session")).StatusCode);
        await ServedLibrary.AssertProblemAsync(await client.GetAsync("/v1/tracks"), 401, "no-key");
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        await using var server = await served.StartAsync(options => options with { RequestsPerMinute = 12 });
        using var client = new HttpClient { BaseAddress = server.Url };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/about")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/about")).StatusCode);

        var response = await client.GetAsync("/v1/about");

        await ServedLibrary.AssertProblemAsync(response, 429, "too-many-requests");
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var server = await served.StartAsync(options => options with { MaxUploadMegabytes = 1 });
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.ExpectContinue = true;

        var response = await client.PostAsync("/v1/identify", new ByteArrayContent(new byte[2 << 20]));

        await ServedLibrary.AssertProblemAsync(response, 413, "too-large");
    }

    private static HttpRequestMessage From(string origin, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        return request;
    }
}
