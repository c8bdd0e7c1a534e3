namespace Earmark.Server.Contracts;

/// <summary>What a clip can be asked about by without its sound.</summary>
/// <param name="Profile">Id of the profile that the peaks were found with.</param>
/// <param name="Frames">Length of the clip, in frames.</param>
/// <param name="Peaks">Frame, step and rank of each peak, by frame, then by step.</param>
internal sealed record FingerprintLine(string Profile, int Frames, IReadOnlyList<int[]> Peaks);
