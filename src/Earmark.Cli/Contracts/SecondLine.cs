namespace Earmark.Cli.Contracts;

/// <summary>What a second of a clip says of a track: a row of `explain --format csv`.</summary>
internal sealed record SecondLine(
    string Query, string RefId, int Second, double EvidenceNats, int PeaksFound, int PeaksExpected);
