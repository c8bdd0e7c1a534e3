namespace Earmark.Matching;

/// <summary>A change of speed and pitch that was tried on a clip, and what the best track scored under it.</summary>
/// <param name="TimeFactor">1.05 for a clip that plays 5 % faster than the track.</param>
/// <param name="FrequencyFactor">1.05 for a clip that sounds 5 % higher than the track.</param>
/// <param name="TrackId">The best track under it, by the catalogue's id.</param>
/// <param name="Score">Log-likelihood ratio against chance, in nats.</param>
/// <param name="IsFitted">
/// Whether its factors were fitted; else they are those of the search, and the score is that of the very place
/// where the track was looked for, and of the cells alone.
/// </param>
public readonly record struct Trial(
    double TimeFactor, double FrequencyFactor, long TrackId, double Score, bool IsFitted);
