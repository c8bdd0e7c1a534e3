using System.Diagnostics;

namespace Earmark.Audio;

/// <summary>Changes the sample rate of a stream by one filter.</summary>
/// <remarks>
/// <para>
/// Linear phase and no delay: output sample n is the input, band-limited, at n · inputRate / outputRate samples; the
/// input counts as 0 outside. Equal rates pass untouched. The output is the same to the last bit however the input is
/// cut and on every machine: the order of every sum is fixed.
/// </para>
/// <para>
/// Use: fill <see cref="Free"/>, say how much with <see cref="Advance"/>, <see cref="Read"/> until it gives 0, and
/// again; <see cref="Complete"/> when the input has ended, and Read the rest.
/// </para>
/// </remarks>
internal sealed partial class PolyphaseResampler
{
    private const int BlockLength = 16 * 1024;

    private readonly ResamplerFilter _filter;
    private readonly float[] _window;
    private readonly double _phasesPerRest;
    private readonly int _outputPeriod;
    private readonly int _inputPeriod;
    private readonly int _wholeStep;
    private readonly int _restStep;

    // _window[0] is input sample _windowStart; before the first sample lie zeros.
    private long _windowStart;
    private int _windowLength;
    private long _outputCount;
    private long _outputLimit = long.MaxValue;

    // The next output lies at input sample _sample + _rest / the output rate.
    private long _sample;
    private int _rest;

    public PolyphaseResampler(ResamplerFilter filter)
    {
        _filter = filter;
        _phasesPerRest = (double)filter.PhaseCount / filter.OutputRate;
        _outputPeriod = filter.Period;
        _inputPeriod = (int)((long)_outputPeriod * filter.InputRate / filter.OutputRate);
        (_wholeStep, _restStep) = Math.DivRem(filter.InputRate, filter.OutputRate);
        _window = new float[(2 * filter.TapCount) + BlockLength];
        _windowStart = -(filter.HalfTapCount - 1);
        _windowLength = filter.HalfTapCount - 1;
    }

    /// <summary>Room for more input; never empty once Read has given 0.</summary>
    public Span<float> Free
    {
        get
        {
            DropPast();
            return _window.AsSpan(_windowLength..^_filter.TapCount);
        }
    }

    /// <summary>Takes the first <paramref name="count"/> samples of <see cref="Free"/> as input.</summary>
    public void Advance(int count)
    {
        Debug.Assert(count <= _window.Length - _filter.TapCount - _windowLength, "more than there was room for");
        _windowLength += count;
    }

    /// <summary>Says that the input has ended.</summary>
    /// <param name="outputCount">Samples to give in all: those that lie before the input's end.</param>
    public void Complete(long outputCount)
    {
        _outputLimit = outputCount;

        // What the last outputs see beyond the end. Free leaves room for it.
        _window.AsSpan(_windowLength, _filter.TapCount).Clear();
        _windowLength += _filter.TapCount;
    }

    /// <summary>Returns how many samples the input so far allows, at most as many as fit.</summary>
    public int Read(Span<float> output)
    {
        if (_filter.InputRate == _filter.OutputRate)
        {
            return Pass(output);
        }

        var count = 0;
        while (count < output.Length && _outputCount < _outputLimit)
        {
            var made = ReadPeriods(output[count..]);
            if (made == 0)
            {
                var (first, phase) = Locate();
                if (first + _filter.TapCount > _windowLength)
                {
                    break;
                }

                output[count] = Dot(_window.AsSpan(first, _filter.TapCount), _filter.Taps(phase));
                Step();
                made = 1;
            }

            count += made;
        }

        return count;
    }

    /// <summary>Equal rates: the same samples, at the same time as any others would come.</summary>
    private int Pass(Span<float> output)
    {
        var first = Locate().First;
        var ready = Math.Min(_windowLength - _filter.TapCount - first + 1, _outputLimit - _outputCount);
        var count = (int)Math.Clamp(ready, 0, output.Length);
        _window.AsSpan(first + _filter.HalfTapCount - 1, count).CopyTo(output);
        _outputCount += count;
        _sample += count;
        return count;
    }

    /// <summary>Makes periods of the phases, four at once, where input and room allow, else nothing.</summary>
    /// <remarks>
    /// Outputs a period apart share their taps. All taps from 11,025 Hz to 8 kHz (287 kB) are too many for the nearest
    /// cache: each is fetched once for four outputs. In a step by a whole factor a period is one output, and what is
    /// the same for all of them is done once.
    /// </remarks>
    private int ReadPeriods(Span<float> output)
    {
        var ready = _windowLength - _filter.TapCount - Locate().First;
        var room = Math.Min(output.Length, _outputLimit - _outputCount);
        var fours = (int)Math.Min(room / (4L * _outputPeriod), ready / (4L * _inputPeriod));
        if (_rest != 0 || fours <= 0)
        {
            return 0;
        }

        var count = 4 * fours * _outputPeriod;
        for (var n = 0; n < _outputPeriod; n++)
        {
            var (first, phase) = Locate();
            var taps = _filter.Taps(phase);
            var samples = _window.AsSpan(first);
            for (var made = n; made < count; made += 4 * _outputPeriod)
            {
                DotFour(samples, _inputPeriod, taps, output[made..count], _outputPeriod);
                samples = samples[(4 * _inputPeriod)..];
            }

            Step();
        }

        // One period has been stepped through; the others are as long.
        _outputCount += ((4 * fours) - 1) * _outputPeriod;
        _sample += ((4 * fours) - 1) * _inputPeriod;
        return count;
    }

    /// <summary>Where in the window the taps of the next output lie, and which they are.</summary>
    private (int First, int Phase) Locate()
    {
        var first = (int)(_sample - (_filter.HalfTapCount - 1) - _windowStart);
        var phase = (int)((_rest * _phasesPerRest) + 0.5);
        return phase == _filter.PhaseCount ? (first + 1, 0) : (first, phase);
    }

    private void Step()
    {
        _outputCount++;
        _sample += _wholeStep;
        _rest += _restStep;
        if (_rest >= _filter.OutputRate)
        {
            _rest -= _filter.OutputRate;
            _sample++;
        }
    }

    private void DropPast()
    {
        var past = Math.Min(Locate().First, _windowLength);
        _window.AsSpan(past.._windowLength).CopyTo(_window);
        _windowStart += past;
        _windowLength -= past;
    }
}
