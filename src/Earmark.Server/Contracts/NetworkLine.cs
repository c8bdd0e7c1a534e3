namespace Earmark.Server.Contracts;

/// <summary>What a search took of the network: only a library in a cluster takes any.</summary>
internal sealed record NetworkLine(long Values, long Bytes, int RoundTrips);
