using Earmark.Server;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Server;

public sealed class ServerSettingsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void A_flag_goes_before_the_environment_and_that_before_the_file()
    {
        var file = Write("""{"port": 1, "queue": 2, "max-clip": 3, "host": ["a", "b"], "read-only": true}""");
        var environment = new Dictionary<string, string>
        {
            ["EARMARK_SERVE_PORT"] = "11",
            ["EARMARK_SERVE_QUEUE"] = "12",
            ["EARMARK_SERVE_ORIGIN"] = "https://a.example; https://b.example",
        };
        var flags = new Dictionary<string, IReadOnlyList<string>> { ["port"] = ["21"] };

        var options = ServerSettings.Read("x", flags, environment.GetValueOrDefault, file);

        Assert.Equal((21, 12, 3), (options.Port, options.QueueLength, options.MaxClipSeconds));
        Assert.Equal(["a", "b"], options.Hosts);
        Assert.Equal(["https://a.example", "https://b.example"], options.Origins);
        Assert.True(options.ReadOnly);
    }

    [Fact]
    public void All_faults_are_said_at_once()
    {
        var file = Write("""{"prot": 1, "port": "x"}""");
        var flags = new Dictionary<string, IReadOnlyList<string>>
        {
            ["monitor"] = ["file:///etc/passwd"],
            ["queue"] = ["-1"], ["root"] = ["/no/such/folder"], ["address"] = ["nowhere"],
        };

        var fault = Assert.Throws<ServerException>(() => ServerSettings.Read("x", flags, _ => null, file)).Message;

        foreach (var part in new[]
        {
            "prot, which is no setting", "port x cannot", "queue must", "/no/such", "monitor file:///etc/passwd cannot",
        })
        {
            Assert.Contains(part, fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keys_come_from_a_file_one_a_line()
    {
        var file = Write("# of the kitchen\n\n  a-key-of-the-kitchen  \n");
        var flags = new Dictionary<string, IReadOnlyList<string>> { ["api-key-file"] = [file], ["address"] = ["*"] };

        var options = ServerSettings.Read("x", flags, _ => null, null);

        Assert.Equal(["a-key-of-the-kitchen"], options.ApiKeys);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    public void A_file_that_is_no_configuration_is_said_to_be_none(string text) => Assert.Contains(
        "expected a JSON object",
        Assert.Throws<ServerException>(() => ServerSettings.Read(
            "x", new Dictionary<string, IReadOnlyList<string>>(), _ => null, Write(text))).Message,
        StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string Write(string text)
    {
        var path = Path.Combine(_folder.Path, "settings");
        File.WriteAllText(path, text);
        return path;
    }
}
