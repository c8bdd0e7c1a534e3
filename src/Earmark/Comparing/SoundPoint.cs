namespace Earmark.Comparing;

/// <summary>Where the sound around a moment of one recording is in another.</summary>
/// <param name="Time">The moment, in seconds.</param>
/// <param name="Other">The same moment in the other recording, in seconds.</param>
/// <param name="Likeness">How much alike they are there, 0 … 1; see <see cref="CrossCorrelator.Find"/>.</param>
internal readonly record struct SoundPoint(double Time, double Other, double Likeness);
