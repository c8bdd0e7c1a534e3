using System.Text.Json.Serialization;

namespace Earmark.Server.Contracts;

/// <summary>The answer to one clip.</summary>
/// <param name="Decision">"match", "none" or "ambiguous".</param>
/// <param name="Matches">Accepted matches, best first.</param>
/// <param name="Evidence">Only where it was asked for.</param>
internal sealed record QueryLine(
    string Query,
    double DurationS,
    string Decision,
    IReadOnlyList<MatchLine> Matches,
    SecondsLine Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EvidenceLine? Evidence = null);
