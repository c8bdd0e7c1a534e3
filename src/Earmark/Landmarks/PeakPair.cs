namespace Earmark.Landmarks;

/// <summary>An anchor and one of its targets, as indices into their constellation.</summary>
public readonly record struct PeakPair(int Anchor, int Target);
