using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earmark.Spectral;

/// <summary>
/// Whitens a stream of level rows: each cell less the mean level around it, in time and in frequency.
/// </summary>
/// <remarks>
/// <para>
/// The mean over a box of ±1 s by ±156 Hz takes away equalisation, room colour and steady noise alike, and leaves
/// what stands out locally. At the ends of a recording the box slides inwards and keeps its length (a recording shorter
/// than the box is averaged whole); at the edges of the band it is cut off.
/// </para>
/// <para>
/// The running sums are integers of 1/8192 nat: exact, so they do not drift in hours of audio, and wrap-around cancels
/// in differences. Where it comes from: local-contrast saliency, docs/fingerprint.md.
/// </para>
/// </remarks>
internal sealed class LocalContrast
{
    /// <summary>Fixed-point steps per nat; a full box of the quietest level (−20.8) still fits 31 bits.</summary>
    private const float FixedPoint = 8192;

    private readonly int _boxLength;
    private readonly int _frameRadius;
    private readonly int _binRadius;
    private readonly float[][] _rows;
    private readonly int[] _columnSums;

    // Running sums of _columnSums over bins, with binRadius + 1 zeros before and the total repeated behind.
    private readonly int[] _prefixSums;
    private readonly float[] _boxWeights;
    private int _boxWeightsFrames;
    private int _added;
    private int _taken;
    private bool _finished;

    /// <summary>Begins a recording.</summary>
    public LocalContrast(FingerprintProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _frameRadius = profile.ContrastFrameRadius;
        _binRadius = profile.ContrastBinRadius;
        _boxLength = (2 * _frameRadius) + 1;
        _rows = new float[_boxLength][];
        for (var i = 0; i < _boxLength; i++)
        {
            _rows[i] = new float[profile.BinCount];
        }

        _columnSums = new int[profile.BinCount];
        _prefixSums = new int[profile.BinCount + (2 * _binRadius) + 1];
        _boxWeights = new float[profile.BinCount];
    }

    /// <summary>Adds the next frame's levels; <see cref="TryTake"/> must have taken all it can before.</summary>
    /// <param name="levels">Shape [bins of the band].</param>
    public void Add(ReadOnlySpan<float> levels)
    {
        var row = _rows[_added % _boxLength];
        if (_added >= _boxLength)
        {
            Accumulate(row, _columnSums, -FixedPoint);
        }

        Accumulate(levels, _columnSums, FixedPoint);
        levels.CopyTo(row);
        _added++;
    }

    /// <summary>Says that no frame follows, so the last second can be taken.</summary>
    public void Finish() => _finished = true;

    /// <summary>Writes the contrast of the next frame, one second behind the last one added.</summary>
    /// <param name="contrast">Shape [bins of the band], nats above the local mean.</param>
    /// <param name="levels">The levels of the same frame, valid until the next <see cref="Add"/>.</param>
    /// <returns>False while the frame's surroundings are not complete, and at the end.</returns>
    public bool TryTake(Span<float> contrast, out ReadOnlySpan<float> levels)
    {
        var isReady = _finished ? _taken < _added : _added >= _boxLength && _taken + _frameRadius < _added;
        if (!isReady)
        {
            levels = default;
            return false;
        }

        levels = _rows[_taken % _boxLength];
        SumPrefixes(_columnSums, _prefixSums, _binRadius);
        UpdateBoxWeights();
        Subtract(levels, _prefixSums, _boxWeights, (2 * _binRadius) + 1, contrast);
        _taken++;
        return true;
    }

    /// <summary>One over the number of cells in each bin's box, which is cut off at the edges of the band.</summary>
    private void UpdateBoxWeights()
    {
        var frames = Math.Min(_added, _boxLength);
        if (frames == _boxWeightsFrames)
        {
            return;
        }

        _boxWeightsFrames = frames;
        for (var bin = 0; bin < _boxWeights.Length; bin++)
        {
            var bins = Math.Min(_boxWeights.Length - 1, bin + _binRadius) - Math.Max(0, bin - _binRadius) + 1;
            _boxWeights[bin] = 1 / (FixedPoint * frames * bins);
        }
    }

    /// <summary>Adds levels in fixed point. None is near the ends of that, so any conversion will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(ReadOnlySpan<float> row, Span<int> sums, float scale)
    {
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(sums);
        var width = Vector256<float>.Count;
        var factor = Vector256.Create(scale);
        var bin = 0;
        for (; bin + width <= row.Length; bin += width)
        {
            var at = (nuint)bin;
            var fixedPoint = Vector256.ConvertToInt32Native(Vector256.LoadUnsafe(ref from, at) * factor);
            (Vector256.LoadUnsafe(ref to, at) + fixedPoint).StoreUnsafe(ref to, at);
        }

        for (; bin < row.Length; bin++)
        {
            sums[bin] += (int)(row[bin] * scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumPrefixes(ReadOnlySpan<int> sums, Span<int> prefixes, int binRadius)
    {
        ref var from = ref MemoryMarshal.GetReference(sums);
        ref var to = ref prefixes[binRadius + 1];
        var total = Vector128<int>.Zero;
        var bin = 0;
        for (; bin + Vector128<int>.Count <= sums.Length; bin += Vector128<int>.Count)
        {
            // Each lane takes in the one before it, then the two before that. Beyond the last there is zero.
            var four = Vector128.LoadUnsafe(ref from, (nuint)bin);
            four += Vector128.Shuffle(four, Vector128.Create(4, 0, 1, 2));
            four += Vector128.Shuffle(four, Vector128.Create(4, 4, 0, 1));
            (four + total).StoreUnsafe(ref to, (nuint)bin);
            total += Vector128.Shuffle(four, Vector128.Create(3));
        }

        var sum = total[0];
        for (; bin < sums.Length; bin++)
        {
            sum += sums[bin];
            Unsafe.Add(ref to, bin) = sum;
        }

        prefixes[(binRadius + 1 + sums.Length)..].Fill(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(
        ReadOnlySpan<float> levels,
        ReadOnlySpan<int> prefixes,
        ReadOnlySpan<float> weights,
        int boxBins,
        Span<float> contrast)
    {
        ref var level = ref MemoryMarshal.GetReference(levels);
        ref var below = ref MemoryMarshal.GetReference(prefixes);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var result = ref MemoryMarshal.GetReference(contrast);
        for (var column = 0; column < levels.Length; column += Vector256<float>.Count)
        {
            var at = (nuint)Math.Min(column, levels.Length - Vector256<float>.Count);
            var box = Vector256.LoadUnsafe(ref below, at + (nuint)boxBins) - Vector256.LoadUnsafe(ref below, at);
            var mean = Vector256.ConvertToSingle(box) * Vector256.LoadUnsafe(ref weight, at);
            (Vector256.LoadUnsafe(ref level, at) - mean).StoreUnsafe(ref result, at);
        }
    }
}
