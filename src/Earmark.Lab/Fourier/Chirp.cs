using System.Numerics;

namespace Earmark.Lab.Fourier;

/// <summary>e^(2πi·n²/parts), one n after the other; n² modulo the parts is kept in whole numbers.</summary>
/// <param name="first">The first n, of either sign; below 2³¹ in size.</param>
internal struct Chirp(RootsOfUnity roots, long parts, long first)
{
    private long _square = first * first % parts;

    // (n + 1)² − n²
    private long _step = Modulo((2 * first) + 1, parts);

    /// <summary>The next one.</summary>
    public Complex Next()
    {
        var root = roots.At(_square);
        _square += _step;
        _square -= _square >= parts ? parts : 0;
        _step += 2;
        _step -= _step >= parts ? parts : 0;
        return root;
    }

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}
