namespace Earmark.Lab;

/// <summary>The pairs of all songs, by the slot that their hash names.</summary>
public sealed class HashTable
{
    // Rows of slot s are _rows[_starts[s] .. _starts[s + 1]].
    private readonly int[] _starts = new int[PairHash.Size + 2];
    private readonly HashRow[] _rows;

    /// <param name="songs">In the order that rows name them by.</param>
    public HashTable(IReadOnlyList<LabSong> songs)
    {
        ArgumentNullException.ThrowIfNull(songs);
        foreach (var pair in songs.SelectMany(song => song.Pairs))
        {
            _starts[PairHash.Of(pair) + 1]++;
        }

        for (var slot = 1; slot < _starts.Length; slot++)
        {
            _starts[slot] += _starts[slot - 1];
        }

        _rows = new HashRow[_starts[^1]];
        var next = _starts.AsSpan().ToArray();
        foreach (var (song, pairs) in songs.Select((song, index) => (index, song.Pairs)))
        {
            foreach (var pair in pairs)
            {
                _rows[next[PairHash.Of(pair)]++] = new HashRow(pair, song);
            }
        }
    }

    /// <summary>Rows in all slots.</summary>
    public int RowCount => _rows.Length;

    /// <summary>The rows of a slot, by song, and in the order of the song's pairs.</summary>
    /// <param name="slot">1 … <see cref="PairHash.Size"/>.</param>
    public ReadOnlySpan<HashRow> Slot(int slot) => _rows.AsSpan(_starts[slot].._starts[slot + 1]);
}
