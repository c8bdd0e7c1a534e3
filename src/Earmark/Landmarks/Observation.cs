using Earmark.Spectral;

namespace Earmark.Landmarks;

/// <summary>All that is looked at in a query.</summary>
/// <param name="Constellation">Its peaks, at the density of a query: what candidates are found by.</param>
/// <param name="Contrast">
/// How its cells stand out, whether they are peaks or not: what candidates are tested by. Of as many frames.
/// </param>
public sealed record Observation(Constellation Constellation, ContrastRecord Contrast);
