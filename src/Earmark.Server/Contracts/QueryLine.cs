using System.Text.Json.Serialization;

namespace Earmark.Server.Contracts;

/// <summary>The answer to one clip.</summary>
/// <param name="Decision">"match", "none" or "ambiguous".</param>
/// <param name="Matches">Accepted matches, best first.</param>
/// <param name="Evidence">Only where it was asked for.</param>
/// <param name="Network">Likewise, and only of a library in a cluster.</param>
internal sealed record QueryLine(
    string Query,
    double DurationS,
    string Decision,
    IReadOnlyList<MatchLine> Matches,
    SecondsLine Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EvidenceLine? Evidence = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NetworkLine? Network = null);
