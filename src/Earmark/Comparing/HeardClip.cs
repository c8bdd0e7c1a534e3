using Earmark.Matching;

namespace Earmark.Comparing;

/// <summary>A stretch of a recording, ready to be searched for.</summary>
/// <param name="Start">Where in the recording it begins, in seconds.</param>
internal readonly record struct HeardClip(QueryClip Clip, double Start);
