using System.Buffers.Binary;

namespace Earmark.Cli.Degrading;

/// <summary>Writes a sound as a WAV file of 16-bit samples.</summary>
/// <remarks>
/// <code>
/// 0 "RIFF"  4 size − 8  8 "WAVE"  12 "fmt "  16 16  20 1 (PCM)  22 channels  24 rate  28 bytes/s  32 bytes/frame
/// 34 bits  36 "data"  40 bytes of samples  44 samples, little endian
/// </code>
/// </remarks>
internal static class WavWriter
{
    private const int HeaderLength = 44;
    private const int BytesPerSample = 2;

    /// <summary>Writes or overwrites <paramref name="path"/>. Samples beyond full scale are clamped.</summary>
    public static void Write(string path, Sound sound) => File.WriteAllBytes(path, Encode(sound));

    /// <summary>The whole file.</summary>
    public static byte[] Encode(Sound sound)
    {
        var dataLength = sound.Samples.Length * BytesPerSample;
        var file = new byte[HeaderLength + dataLength];
        var bytesPerFrame = sound.Channels * BytesPerSample;
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), (short)sound.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), Sound.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), Sound.SampleRate * bytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), (short)bytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 8 * BytesPerSample);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), dataLength);

        var data = file.AsSpan(HeaderLength);
        for (var i = 0; i < sound.Samples.Length; i++)
        {
            var value = Math.Clamp(MathF.Round(sound.Samples[i] * 32767f), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(data[(i * BytesPerSample)..], (short)value);
        }

        return file;
    }

    /// <summary>The inverse of <see cref="Encode"/>, for files of exactly that layout.</summary>
    public static Sound Decode(ReadOnlySpan<byte> file)
    {
        var channels = BinaryPrimitives.ReadInt16LittleEndian(file[22..]);
        var data = file[HeaderLength..];
        var samples = new float[data.Length / BytesPerSample];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(i * BytesPerSample)..]) / 32767f;
        }

        return new Sound(samples, channels);
    }
}
