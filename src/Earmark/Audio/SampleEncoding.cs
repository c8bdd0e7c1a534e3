namespace Earmark.Audio;

/// <summary>How one sample of one channel is stored, little endian.</summary>
public enum SampleEncoding
{
    /// <summary>Unsigned 8 bits, silence at 128.</summary>
    Unsigned8,

    /// <summary>Signed 16 bits.</summary>
    Signed16,

    /// <summary>Signed 24 bits in three bytes.</summary>
    Signed24,

    /// <summary>Signed 32 bits.</summary>
    Signed32,

    /// <summary>IEEE 754 single precision, full scale ±1.</summary>
    Ieee32,

    /// <summary>IEEE 754 double precision, full scale ±1.</summary>
    Ieee64,
}
