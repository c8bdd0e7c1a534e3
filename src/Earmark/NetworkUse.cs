namespace Earmark;

/// <summary>What answering took of a network: only a library in a cluster takes any.</summary>
/// <param name="Values">Values that were read; what is in memory already is not.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="RoundTrips">How often it was waited for.</param>
public sealed record NetworkUse(long Values, long Bytes, int RoundTrips);
