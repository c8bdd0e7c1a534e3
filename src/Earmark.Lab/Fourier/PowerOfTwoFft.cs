using System.Numerics;

namespace Earmark.Lab.Fourier;

/// <summary>Complex Fourier transform in double precision of one power-of-two length, in place, parts apart.</summary>
/// <remarks>
/// <para>
/// Radix 4, decimation in frequency one way and in time the other: the bins of <see cref="Forward"/> come out
/// in the order that <see cref="Inverse"/> takes them in, so a convolution needs no reordering. Long transforms
/// are split into quarters that are finished one after the other while they are in the processor's cache.
/// </para>
/// <para>
/// Source: C. Van Loan, "Computational Frameworks for the Fast Fourier Transform", SIAM 1992, sections 1.9 and 2.4;
/// the order of the quarters as in M. Frigo et al., "Cache-Oblivious Algorithms", FOCS 1999, section 3.
/// </para>
/// <para>Holds tables only: one instance serves any number of threads.</para>
/// </remarks>
internal sealed class PowerOfTwoFft
{
    /// <summary>Shortest length: below it no vector is full.</summary>
    public const int LengthMin = 16;

    /// <summary>Points that stay in the nearest cache, 64 kB of them.</summary>
    private const int CachedLength = 1 << 12;

    // Shortest first.
    private readonly FourierStage[] _stages;
    private readonly bool _isOdd;

    /// <param name="length">A power of two, at least <see cref="LengthMin"/>.</param>
    public PowerOfTwoFft(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, LengthMin);
        if (!BitOperations.IsPow2(length))
        {
            throw new ArgumentException($"{length} is not a power of two.", nameof(length));
        }

        Length = length;
        _isOdd = int.IsOddInteger(BitOperations.Log2((uint)length));
        var stages = new List<FourierStage>();
        for (long span = _isOdd ? 32 : 16; span <= length; span *= 4)
        {
            stages.Add(new FourierStage((int)span));
        }

        _stages = [.. stages];
    }

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>Transforms without scaling; bin k comes to <see cref="PlaceOf"/> k.</summary>
    /// <param name="re">Shape [<see cref="Length"/>].</param>
    /// <param name="im">Shape [<see cref="Length"/>].</param>
    public void Forward(Span<double> re, Span<double> im)
    {
        Demand(re, im);
        Split(re, im, _stages.Length - 1);
    }

    /// <summary>Undoes <see cref="Forward"/>, but for a factor of <see cref="Length"/>.</summary>
    /// <param name="re">Shape [<see cref="Length"/>].</param>
    /// <param name="im">Shape [<see cref="Length"/>].</param>
    public void Inverse(Span<double> re, Span<double> im)
    {
        Demand(re, im);
        Join(re, im, _stages.Length - 1);
    }

    /// <summary>Where <see cref="Forward"/> leaves a bin.</summary>
    public int PlaceOf(int bin)
    {
        var place = 0;
        var length = Length;
        for (; length > 8 || length == 4; bin >>= 2)
        {
            length /= 4;
            place += (bin & 3) * length;
        }

        return _isOdd ? place + ((bin & 1) * 4) + PlaceInFour(bin >> 1) : place;

        static int PlaceInFour(int bin) => bin & 3;
    }

    private void Split(Span<double> re, Span<double> im, int stage)
    {
        if (re.Length > CachedLength)
        {
            _stages[stage].Forward(re, im);
            var quarter = re.Length / 4;
            for (var start = 0; start < re.Length; start += quarter)
            {
                Split(re.Slice(start, quarter), im.Slice(start, quarter), stage - 1);
            }

            return;
        }

        for (; stage >= 0; stage--)
        {
            var span = _stages[stage].Length;
            for (var start = 0; start < re.Length; start += span)
            {
                _stages[stage].Forward(re.Slice(start, span), im.Slice(start, span));
            }
        }

        if (_isOdd)
        {
            LastPoints.ForwardEights(re, im);
        }

        LastPoints.ForwardFours(re, im);
    }

    private void Join(Span<double> re, Span<double> im, int stage)
    {
        if (re.Length > CachedLength)
        {
            var quarter = re.Length / 4;
            for (var start = 0; start < re.Length; start += quarter)
            {
                Join(re.Slice(start, quarter), im.Slice(start, quarter), stage - 1);
            }

            _stages[stage].Inverse(re, im);
            return;
        }

        LastPoints.InverseFours(re, im);
        if (_isOdd)
        {
            LastPoints.InverseEights(re, im);
        }

        for (var each = 0; each <= stage; each++)
        {
            var span = _stages[each].Length;
            for (var start = 0; start < re.Length; start += span)
            {
                _stages[each].Inverse(re.Slice(start, span), im.Slice(start, span));
            }
        }
    }

    private void Demand(ReadOnlySpan<double> re, ReadOnlySpan<double> im)
    {
        if (re.Length != Length || im.Length != Length)
        {
            throw new ArgumentException($"Expected {Length} points.");
        }
    }
}
