namespace Earmark;

/// <summary>Where the time of a query went, in seconds.</summary>
/// <param name="Decode">Reading and decoding the recording, resampling included.</param>
/// <param name="Fingerprint">Finding its constellation.</param>
/// <param name="Search">Voting, verifying, deciding.</param>
/// <param name="Total">From the call to the answer.</param>
public sealed record QueryTimes(double Decode, double Fingerprint, double Search, double Total);
