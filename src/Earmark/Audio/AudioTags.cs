namespace Earmark.Audio;

/// <summary>What a file says of itself. Null where it says nothing.</summary>
public sealed record AudioTags(string? Title = null, string? Artist = null, string? Album = null);
