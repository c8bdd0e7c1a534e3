using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Earmark.Tests.House;

namespace Earmark.Tests.Server;

/// <summary>openapi.json says what the server does: no path, no key and no word more or less.</summary>
public sealed partial class ApiDocumentTests
{
    private static readonly JsonNode Document = JsonNode.Parse(Repository.Read("src/Earmark.Server/openapi.json"))!;

    [Fact]
    public void Every_path_of_the_api_is_described_and_no_other()
    {
        var routes = Route().Matches(Repository.Read("src/Earmark.Server/Routes.cs"))
            .Select(match => $"{match.Groups["method"].Value} {match.Groups["path"].Value}");
        var described =
            from path in Document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            select $"{operation.Key.ToUpperInvariant()} {path.Key}";

        // Prometheus' page is the exporter's, not one of our routes.
        Assert.Equal(routes.Append("GET /metrics").Order(), described.Order());
    }

    [Theory]
    [InlineData(typeof(AboutLine))]
    [InlineData(typeof(AnswerLine))]
    [InlineData(typeof(ContrastLine))]
    [InlineData(typeof(DedupLine))]
    [InlineData(typeof(DedupListLine))]
    [InlineData(typeof(EvidenceLine))]
    [InlineData(typeof(EvidencePageLine))]
    [InlineData(typeof(FingerprintLine))]
    [InlineData(typeof(HealthLine))]
    [InlineData(typeof(HistogramLine))]
    [InlineData(typeof(HistoryLine))]
    [InlineData(typeof(JobLine))]
    [InlineData(typeof(JobListLine))]
    [InlineData(typeof(JobRequestLine))]
    [InlineData(typeof(KeyLine))]
    [InlineData(typeof(ListenCommandLine))]
    [InlineData(typeof(ListenEventLine))]
    [InlineData(typeof(MatchLine))]
    [InlineData(typeof(MonitorLine))]
    [InlineData(typeof(ProblemLine))]
    [InlineData(typeof(ReasonsLine))]
    [InlineData(typeof(SameLine))]
    [InlineData(typeof(ScoreLine))]
    [InlineData(typeof(SecondsLine))]
    [InlineData(typeof(SourceLine))]
    [InlineData(typeof(SourceListLine))]
    [InlineData(typeof(StatsLine))]
    [InlineData(typeof(StoreLine))]
    [InlineData(typeof(StretchLine))]
    [InlineData(typeof(SyncLine))]
    [InlineData(typeof(SyncListLine))]
    [InlineData(typeof(TagsLine))]
    [InlineData(typeof(TimelineLine))]
    [InlineData(typeof(TrackLine))]
    [InlineData(typeof(TracklistLine))]
    [InlineData(typeof(TrackPageLine))]
    [InlineData(typeof(VerdictLine))]
    public void Every_object_is_described_key_by_key(Type contract)
    {
        var keys = ServerJson.Wire.GetTypeInfo(contract)!.Properties.Select(property => property.Name);
        var name = contract.Name[..^"Line".Length];
        var described = Document["components"]!["schemas"]![name]!["properties"]!.AsObject().Select(pair => pair.Key);

        Assert.Equal(keys.Order(), described.Order());
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var text = Repository.Read("src/Earmark.Server/openapi.json");
        foreach (var reference in Reference().Matches(text).Select(match => match.Groups["to"].Value))
        {
            var node = reference.Split('/').Skip(1).Aggregate(Document, (at, part) => at?[part]!);
            Assert.True(node is not null, reference);
        }
    }

    [Fact]
    public void Every_kind_of_problem_is_listed()
    {
        var kinds = Repository.Files(".cs")
            .Where(path => path.StartsWith("src/Earmark.Server/", StringComparison.Ordinal))
            .SelectMany(path => Kind().Matches(Repository.Read(path)))
            .Select(match => match.Groups["kind"].Value)
            .Distinct();
        var described = Document["components"]!["schemas"]!["Problem"]!["properties"]!["type"]!["enum"]!.AsArray()
            .Select(kind => ((string)kind!)["urn:earmark:problem:".Length..]);

        Assert.Equal(kinds.Order(), described.Order());
    }

    [GeneratedRegex(@"On\(""(?<method>\w+)"", ""(?<path>[^""]+)""")]
    private static partial Regex Route();

    [GeneratedRegex(@"""\$ref"": ""(?<to>#/[^""]+)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"new(?: ProblemException)?\(\s*[\w.]+,\s+""(?<kind>[a-z-]+)""")]
    private static partial Regex Kind();
}
