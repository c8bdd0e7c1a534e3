namespace Earmark.Matching;

/// <summary>What was found of a track in one second of a clip.</summary>
/// <param name="Second">Which one, from 0.</param>
/// <param name="Found">Peaks of the track that are peaks of the clip too.</param>
/// <param name="Expected">Peaks that the track has there.</param>
public readonly record struct SecondEvidence(int Second, int Found, int Expected);
