using System.Buffers;

namespace Earmark.Spectral;

/// <summary>Rows of bytes, one behind the other in memory that is lent until Dispose.</summary>
/// <param name="count">Rows. What is in them at first is undefined.</param>
/// <param name="stride">Bytes of a row.</param>
internal sealed class CellRows(int count, int stride) : IDisposable
{
    private readonly byte[] _cells = ArrayPool<byte>.Shared.Rent(count * stride);

    /// <summary>Rows.</summary>
    public int Count { get; } = count;

    /// <summary>Bytes of a row.</summary>
    public int Stride { get; } = stride;

    /// <summary>All rows. Shape [<see cref="Count"/>, <see cref="Stride"/>].</summary>
    public Span<byte> All => _cells.AsSpan(0, Count * Stride);

    /// <summary>One row.</summary>
    public Span<byte> this[int row] => All.Slice(row * Stride, Stride);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_cells);
}
