using System.Buffers.Binary;
using Earmark.Audio;

namespace Earmark.Server.Identify;

/// <summary>How loud a microphone is, and whether that is of any use.</summary>
internal sealed class LevelMeter(PcmFormat format)
{
    /// <summary>Below it there is nothing but the noise of the microphone itself, in dB full scale.</summary>
    private const double SilenceDb = -65;

    /// <summary>Below it music can often be named still, but it had better be louder.</summary>
    private const double QuietDb = -48;

    /// <summary>Share of samples at full scale that can be heard as distortion.</summary>
    private const double ClippingShare = 0.002;

    private const double FullScale = 0.99;

    private double _sumOfSquares;
    private double _peak;
    private long _count;
    private long _clippedCount;

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

    /// <summary>What was heard since the last time, and begins anew.</summary>
    public (string Word, double RmsDb, double PeakDb) Take()
    {
        var rms = Decibels(Math.Sqrt(_sumOfSquares / Math.Max(1, _count)));
        var word = rms < SilenceDb ? "silence"
            : _clippedCount > ClippingShare * _count ? "clipping"
            : rms < QuietDb ? "quiet"
            : "ok";
        var taken = (word, rms, Decibels(_peak));
        (_sumOfSquares, _peak, _count, _clippedCount) = (0, 0, 0, 0);
        return taken;
    }

    private static double Decibels(double amplitude) => Math.Round(20 * Math.Log10(Math.Max(amplitude, 1e-6)), 1);

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
