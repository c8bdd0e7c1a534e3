namespace Earmark.Indexing;

/// <summary>A track on its way from one library to another.</summary>
/// <param name="Track">What is known of it.</param>
/// <param name="Constellation">
/// What <see cref="ConstellationCodec"/> made of its peaks: equal bytes are equal recordings to us.
/// </param>
internal sealed record PackedTrack(NewTrack Track, byte[] Constellation);
