namespace Earmark.Lab;

/// <summary>A row of the hash table: t1, t2, f1, f2 and the song.</summary>
/// <param name="Pair">Segments and frequencies.</param>
/// <param name="Song">Which song, from 0.</param>
public readonly record struct HashRow(LabPair Pair, int Song);
