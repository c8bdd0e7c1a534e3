namespace Earmark.Audio;

/// <summary>Changes the sample rate of a stream. The one resampler of every path: files, microphone, browser.</summary>
/// <remarks>
/// A high rate comes down in two steps: first by a whole factor, through a short filter as there is much room for it to
/// fall, then by the long filter that cuts sharply: docs/decisions/0045. N samples give ⌈N · outputRate / inputRate⌉.
/// Used as <see cref="PolyphaseResampler"/> is, with the same promises.
/// </remarks>
internal sealed class Resampler
{
    /// <summary>The least rate to come down to first, in last rates: nearer, both filters would be long.</summary>
    private const double LeastStepRate = 1.25;

    private readonly PolyphaseResampler? _step;
    private readonly PolyphaseResampler _last;
    private readonly int _inputRate;
    private readonly int _stepRate;
    private readonly int _outputRate;
    private long _inputCount;
    private bool _hasEnded;
    private bool _hasLastEnded;

    public Resampler(int inputRate, int outputRate)
    {
        (_inputRate, _stepRate, _outputRate) = (inputRate, inputRate / StepFactor(inputRate, outputRate), outputRate);
        _last = new PolyphaseResampler(ResamplerFilter.For(_stepRate, outputRate));
        if (_stepRate < inputRate)
        {
            _step = new PolyphaseResampler(ResamplerFilter.ForStep(inputRate, _stepRate, outputRate));
        }
    }

    /// <inheritdoc cref="PolyphaseResampler.Free"/>
    public Span<float> Free => (_step ?? _last).Free;

    /// <inheritdoc cref="PolyphaseResampler.Advance"/>
    public void Advance(int count)
    {
        _inputCount += count;
        (_step ?? _last).Advance(count);
    }

    /// <summary>Says that the input has ended.</summary>
    public void Complete()
    {
        _hasEnded = true;
        _step?.Complete(CountAt(_stepRate));
    }

    /// <inheritdoc cref="PolyphaseResampler.Read"/>
    public int Read(Span<float> output)
    {
        int count;
        do
        {
            count = _last.Read(output);
        }
        while (count == 0 && output.Length > 0 && Feed());

        return count;
    }

    /// <summary>The largest whole factor that leaves enough room; 1 where there is none.</summary>
    private static int StepFactor(int inputRate, int outputRate)
    {
        var factor = Math.Max(1, (int)(inputRate / (LeastStepRate * outputRate)));
        while (inputRate % factor != 0)
        {
            factor--;
        }

        return factor;
    }

    /// <summary>Gives the last filter what the first has made, or its end; false if there is neither.</summary>
    private bool Feed()
    {
        if (_step is not null)
        {
            var free = _last.Free;
            var count = _step.Read(free);
            _last.Advance(count);
            if (count > 0)
            {
                return true;
            }
        }

        var ends = _hasEnded && !_hasLastEnded;
        if (ends)
        {
            _hasLastEnded = true;
            _last.Complete(CountAt(_outputRate));
        }

        return ends;
    }

    /// <summary>How many samples of a rate the input so far comes to.</summary>
    private long CountAt(int rate) => (long)((((Int128)_inputCount * rate) + _inputRate - 1) / _inputRate);
}
