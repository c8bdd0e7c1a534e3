using System.Buffers.Binary;

namespace Earmark.Audio;

/// <summary>Measures how loud samples are as they come. For one thread.</summary>
internal sealed class LevelMeter(PcmFormat format)
{
    private const double FullScale = 0.99;

    private double _sumOfSquares;
    private double _peak;
    private long _count;
    private long _clippedCount;

    /// <summary>What was heard so far.</summary>
    public SoundLevel Level => new(
        Math.Sqrt(_sumOfSquares / Math.Max(1, _count)), _peak, (double)_clippedCount / Math.Max(1, _count));

    /// <summary>Takes whole samples.</summary>
    public void Add(ReadOnlySpan<byte> samples)
    {
        for (; samples.Length >= format.SampleBytes; samples = samples[format.SampleBytes..])
        {
            var value = Math.Abs(Read(samples));
            if (double.IsFinite(value))
            {
                _sumOfSquares += value * value;
                _peak = Math.Max(_peak, value);
                _clippedCount += value >= FullScale ? 1 : 0;
            }

            _count++;
        }
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => (_sumOfSquares, _peak, _count, _clippedCount) = (0, 0, 0, 0);

    private double Read(ReadOnlySpan<byte> bytes) => format.Encoding switch
    {
        SampleEncoding.Unsigned8 => (bytes[0] - 128) / 128.0,
        SampleEncoding.Signed16 => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768.0,
        SampleEncoding.Signed24 => ((bytes[0] << 8 | bytes[1] << 16 | bytes[2] << 24) >> 8) / 8388608.0,
        SampleEncoding.Signed32 => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648.0,
        SampleEncoding.Ieee64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };
}
