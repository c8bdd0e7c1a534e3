using System.Numerics;

namespace Earmark.Lab.Fourier;

/// <summary>All e^(2πi·k/n) of one n, from two tables of about √n of them: e^(i(a+b)) = e^(ia)·e^(ib).</summary>
/// <remarks>Each is within 2·10⁻¹⁶ of its true value per part: no recurrence, whose errors would add up.</remarks>
internal sealed class RootsOfUnity
{
    private readonly int _shift;
    private readonly int _mask;
    private readonly Complex[] _high;
    private readonly Complex[] _low;

    /// <param name="order">n, positive and below 2⁶⁰.</param>
    public RootsOfUnity(long order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        _shift = (BitOperations.Log2((ulong)order) / 2) + 1;
        _mask = (1 << _shift) - 1;
        _low = new Complex[1 << _shift];
        _high = new Complex[(order >> _shift) + 1];
        for (var i = 0; i < _low.Length; i++)
        {
            _low[i] = At(i % order, order);
        }

        for (var i = 0; i < _high.Length; i++)
        {
            _high[i] = At(((long)i << _shift) % order, order);
        }
    }

    /// <summary>Returns e^(2πi·index/n).</summary>
    /// <param name="index">0 … n − 1.</param>
    public Complex At(long index) => _high[index >> _shift] * _low[index & _mask];

    /// <summary>Returns e^(2πi·index/order), from an angle of at most an eighth of a turn.</summary>
    public static Complex At(long index, long order)
    {
        var quarter = 4 * index / order;
        var rest = (4 * index) - (quarter * order);
        var (sine, cosine) = 2 * rest <= order
            ? double.SinCosPi(0.5 * rest / order)
            : Swap(double.SinCosPi(0.5 * (order - rest) / order));
        return (quarter & 3) switch
        {
            0 => new Complex(cosine, sine),
            1 => new Complex(-sine, cosine),
            2 => new Complex(-cosine, -sine),
            _ => new Complex(sine, -cosine),
        };
    }

    private static (double Sine, double Cosine) Swap((double SinPi, double CosPi) pair) => (pair.CosPi, pair.SinPi);
}
