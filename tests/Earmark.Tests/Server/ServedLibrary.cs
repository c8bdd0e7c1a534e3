using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Server;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Server;

/// <summary>Three composed pieces in a library, a server over it, and a piece that is not in it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The test runner calls DisposeAsync.")]
public sealed class ServedLibrary : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _notes = [];
    private Sound[] _pieces = [];
    private EarmarkServer? _server;

    /// <summary>How many pieces are in the library; the one after them is not.</summary>
    public const int TrackCount = 3;

    /// <summary>Asks the server.</summary>
    public HttpClient Client { get; private set; } = new();

    public Uri Url => _server!.Url;

    /// <summary>Folder of the pieces, as piece-0.wav and so on.</summary>
    public string Music => Path.Combine(_folder.Path, "music");

    public string LibraryFolder => _folder.Library;

    /// <summary>What the server said to whoever runs it.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public async Task InitializeAsync()
    {
        _pieces = Enumerable.Range(40, TrackCount + 1).AsParallel().AsOrdered()
            .Select(seed => Composer.Compose(seed).Sound.ToMono()).ToArray();
        Directory.CreateDirectory(Music);
        for (var i = 0; i < TrackCount; i++)
        {
            WavWriter.Write(Path.Combine(Music, $"piece-{i}.wav"), _pieces[i]);
        }

        using (var library = Library.Open(LibraryFolder))
        {
            await library.StoreAllAsync([Music]).ToListAsync();
        }

        _server = await StartAsync(options => options with { RequestsPerMinute = 0, Roots = [Music] });
        Client = new HttpClient { BaseAddress = Url };
    }

    /// <summary>Starts another server over the same library.</summary>
    internal Task<EarmarkServer> StartAsync(Func<ServerOptions, ServerOptions> change, string? library = null) =>
        EarmarkServer.StartAsync(
            change(new ServerOptions { Library = library ?? LibraryFolder, Port = 0 }),
            note =>
            {
                lock (_notes)
                {
                    _notes.Add(note);
                }
            });

    /// <summary>A part of a piece as a WAV file.</summary>
    internal byte[] Clip(int piece, double start = 20, double seconds = 6) =>
        WavWriter.Encode(_pieces[piece].Cut(start, seconds));

    /// <summary>Parts of pieces, one after the other, as a WAV file.</summary>
    internal byte[] Mix(params (int Piece, double Start, double Seconds)[] parts) => WavWriter.Encode(new Sound(
        [.. parts.SelectMany(part => _pieces[part.Piece].Cut(part.Start, part.Seconds).Samples)], 1));

    /// <summary>A part of a piece as samples of 16 bits at 44.1 kHz.</summary>
    internal byte[] Samples(int piece, double start = 20, double seconds = 6)
    {
        var samples = _pieces[piece].Cut(start, seconds).Samples;
        var bytes = new byte[2 * samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), (short)(32767 * Math.Clamp(samples[i], -1, 1)));
        }

        return bytes;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    internal static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    /// <summary>Asserts that a response is a problem document of that kind.</summary>
    internal static async Task<JsonNode> AssertProblemAsync(HttpResponseMessage response, int status, string type)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal($"urn:earmark:problem:{type}", (string?)problem["type"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.EndsWith(".", (string?)problem["detail"], StringComparison.Ordinal);
        return problem;
    }
}
