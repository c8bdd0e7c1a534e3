using System.Buffers.Binary;
using System.Text;

namespace Earmark.Indexing;

/// <summary>The first 80 bytes of an export, which say what the rest is.</summary>
/// <remarks>
/// <para>An export, little endian, written and read from the first byte to the last:</para>
/// <code>
/// header    80   below
/// records    …   one per track, by ref id; see ExportRecord
/// end       32   the last record, with counts
/// </code>
/// <code>
/// offset  size   header
///      0     8   magic "EARMEXP\n"
///      8     4   format version
///     12    64   profile id, UTF-8, zeros to the end
///     76     4   CRC-32C of bytes 0 … 75
/// </code>
/// <para>
/// Magic, version, checksum and their places are the same in every version. A change of anything else needs a new
/// version; docs/export-format.md mirrors it, with an example.
/// </para>
/// </remarks>
/// <param name="Version">Format version.</param>
/// <param name="ProfileId">Id of the profile that made the fingerprints.</param>
internal readonly record struct ExportHeader(uint Version, string ProfileId)
{
    /// <summary>Version this program writes, and the newest it reads.</summary>
    public const uint FormatVersion = 1;

    /// <summary>Bytes of the header.</summary>
    public const int Size = 80;

    private const int ProfileIdOffset = 12;
    private const int ChecksumOffset = Size - sizeof(uint);

    /// <summary>First bytes of an export.</summary>
    public static ReadOnlySpan<byte> Magic => "EARMEXP\n"u8;

    /// <summary>The header, its checksum included.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        Encoding.UTF8.GetBytes(ProfileId, bytes.AsSpan(ProfileIdOffset, ChecksumOffset - ProfileIdOffset));
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(ChecksumOffset), Crc32C.Compute(bytes.AsSpan(0, ChecksumOffset)));
        return bytes;
    }

    /// <summary>The inverse of <see cref="Encode"/>; false when the checksum does not hold.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out ExportHeader header)
    {
        var profileId = bytes[ProfileIdOffset..ChecksumOffset].TrimEnd((byte)0);
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        header = new ExportHeader(version, Encoding.UTF8.GetString(profileId));
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]);
        return Crc32C.Compute(bytes[..ChecksumOffset]) == checksum;
    }
}
