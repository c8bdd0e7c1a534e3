using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Landmarks;

/// <summary>The maximum over a window that slides along a row of values.</summary>
/// <remarks>
/// Doubles the window until the next doubling would pass it, then joins two of the last that together cover it:
/// log₂(width) passes of full vectors, however wide the window.
/// </remarks>
internal sealed class SlidingMaximum
{
    private readonly int _radius;
    private readonly int _length;
    private readonly float[] _padded;

    /// <param name="radius">Half-width of the window.</param>
    /// <param name="length">Values per row.</param>
    public SlidingMaximum(int radius, int length)
    {
        _radius = radius;
        _length = length;
        _padded = new float[length + (2 * radius) + Vector256<float>.Count];
        Array.Fill(_padded, float.NegativeInfinity);
    }

    /// <summary>Writes, for each value, the largest within ±radius of it; the window is cut off at the ends.</summary>
    public void Apply(ReadOnlySpan<float> values, Span<float> maxima)
    {
        // Passes only look ahead, so they may overwrite; what they leave in the padding must be cleared again.
        values.CopyTo(_padded.AsSpan(_radius));
        _padded.AsSpan(0, _radius).Fill(float.NegativeInfinity);
        _padded.AsSpan(_radius + _length).Fill(float.NegativeInfinity);

        var width = (2 * _radius) + 1;
        var covered = 1 << BitOperations.Log2((uint)width);
        for (var step = 1; step < covered; step *= 2)
        {
            // As far as the row and its padding allow: later passes look ahead at what this one leaves.
            JoinAhead(_padded, step, _length + width - (2 * step), _padded);
        }

        JoinAhead(_padded, width - covered, _length, maxima);
    }

    /// <summary>target[i] = max(source[i], source[i + step]) for i below <paramref name="count"/>.</summary>
    /// <remarks>There is no NaN, and either zero will do: the machine's own maximum, one instruction.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinAhead(ReadOnlySpan<float> source, int step, int count, Span<float> target)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var ahead = ref Unsafe.Add(ref from, step);
        ref var to = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i + Vector256<float>.Count <= count; i += Vector256<float>.Count)
        {
            var at = (nuint)i;
            Vector256.MaxNative(Vector256.LoadUnsafe(ref from, at), Vector256.LoadUnsafe(ref ahead, at))
                .StoreUnsafe(ref to, at);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref to, i) = Math.Max(Unsafe.Add(ref from, i), Unsafe.Add(ref ahead, i));
        }
    }
}
