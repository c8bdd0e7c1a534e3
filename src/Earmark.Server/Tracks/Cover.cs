namespace Earmark.Server.Tracks;

/// <summary>A picture of a track.</summary>
/// <param name="Type">Media type of the bytes.</param>
internal sealed record Cover(byte[] Bytes, string Type);
