namespace Earmark.Matching;

/// <summary>Room for the millions of hits of a search, page by page, given back after it for the next one.</summary>
/// <remarks>
/// As <see cref="LentArray{T}"/>, for what grows large: nothing is copied when there is more, and no more is held than
/// is used, where an array that doubles would hold up to three times as much. For one thread; pages go from thread to
/// thread.
/// </remarks>
internal sealed class LentPages
{
    /// <summary>Values of a page: a quarter of a mebibyte.</summary>
    public const int PageLength = 1 << PageBits;

    private const int PageBits = 16;

    /// <summary>
    /// Pages that wait for a search, for each processor: what the largest takes, 50 million hits; see
    /// <see cref="VoteBudget"/>.
    /// </summary>
    private const int SpareEach = 800;

    private static readonly Lock Gate = new();
    private static readonly Stack<uint[]> Spare = [];

    private uint[][] _pages = [];
    private int _count;

    /// <summary>A value; one that was never written is anything.</summary>
    public ref uint this[int index] => ref _pages[index >> PageBits][index & (PageLength - 1)];

    /// <summary>Values that lie in one page.</summary>
    public ReadOnlySpan<uint> Slice(int start, int length) =>
        _pages[start >> PageBits].AsSpan(start & (PageLength - 1), length);

    /// <summary>Makes room for so many values, if there is less; those that are there stay.</summary>
    public void Grow(int count)
    {
        while (_count << PageBits < count)
        {
            if (_count == _pages.Length)
            {
                Array.Resize(ref _pages, Math.Max(16, 2 * _count));
            }

            _pages[_count++] = Rent();
        }
    }

    /// <summary>Gives all of it back.</summary>
    public void Release()
    {
        lock (Gate)
        {
            while (_count > 0 && Spare.Count < SpareEach * Environment.ProcessorCount)
            {
                Spare.Push(_pages[--_count]);
            }
        }

        (_pages, _count) = ([], 0);
    }

    private static uint[] Rent()
    {
        lock (Gate)
        {
            if (Spare.TryPop(out var page))
            {
                return page;
            }
        }

        return GC.AllocateUninitializedArray<uint>(PageLength);
    }
}
