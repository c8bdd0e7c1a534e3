namespace Earmark.Server.Contracts;

/// <summary>Where the time of a query went, in seconds.</summary>
internal sealed record SecondsLine(double Decode, double Fingerprint, double Search, double Total);
