using System.Buffers;

namespace Earmark.Matching;

/// <summary>Room for the many values of a search, given back after it for the next one.</summary>
/// <remarks>
/// The system must clear what it gives: for millions of values that takes as long as counting them. The shared pool of
/// arrays would keep what the largest search took for every thread that has ever run one, and a server has many
/// threads; this one keeps what all processors need at once. For one thread.
/// </remarks>
internal struct LentArray<T>()
    where T : unmanaged
{
    private static readonly ArrayPool<T> Pool = ArrayPool<T>.Create(1 << 26, Environment.ProcessorCount);

    private T[] _values = [];

    /// <summary>The values; those never written are anything.</summary>
    public readonly Span<T> Values => _values;

    /// <summary>Makes room for more, if there is less.</summary>
    /// <param name="count">Values that must fit.</param>
    /// <param name="kept">Of those that are there, how many stay.</param>
    public void Grow(int count, int kept)
    {
        if (_values.Length < count)
        {
            var grown = Pool.Rent(Math.Max(count, 2 * kept));
            Values[..kept].CopyTo(grown);
            Release();
            _values = grown;
        }
    }

    /// <summary>Gives all of it back.</summary>
    public void Release()
    {
        if (_values.Length > 0)
        {
            Pool.Return(_values);
            _values = [];
        }
    }
}
