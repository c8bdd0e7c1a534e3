using System.Buffers.Binary;
using System.Numerics;

namespace Earmark.Indexing;

/// <summary>Tells damage in SQLite's write-ahead log from the torn end that a kill or a power loss leaves.</summary>
/// <remarks>
/// <code>
/// header, 32 bytes   u32 magic (the lowest bit: words of checksums are big endian) | u32 version | u32 page size |
///                    u32 sequence | u32[2] salt | u32[2] checksum of what is before
/// frame              u32 page | u32 pages after a commit, else 0 | u32[2] salt | u32[2] checksum, then the page
/// </code>
/// <para>
/// All fields are big endian. A frame's checksum goes on from that of the frame before, over its first 8 bytes and the
/// page. SQLite ends its recovery at the first frame whose checksum is wrong, and says nothing: what was committed
/// after it would be gone in silence. Frames of another salt are what an earlier round left.
/// </para>
/// <para>Source: "The SQLite Database File Format", section 4, the Write-Ahead Log.</para>
/// </remarks>
internal static class WriteAheadLog
{
    /// <summary>What SQLite appends to the name of a database.</summary>
    public const string Ending = "-wal";

    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const int PageSizeMin = 512;
    private const int PageSizeMax = 65_536;
    private const uint Magic = 0x377F0682;

    // A writer at work may be seen halfway; what still stands after this is no writer at work.
    private const int AttemptMax = 4;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Throws where commits would be lost if SQLite opened the database at <paramref name="path"/>.</summary>
    /// <param name="isLocked">Whether the caller holds the writer's lock, so that nobody is at work.</param>
    /// <exception cref="LibraryException">The write-ahead log is damaged.</exception>
    public static void DemandSound(string path, bool isLocked)
    {
        for (var attempt = 1; FindFault(path) is { IsCertain: true } fault; attempt++)
        {
            if (isLocked || attempt == AttemptMax)
            {
                throw new LibraryException(
                    $"The file {path}{Ending} {fault.Found}, so tracks that were stored last would be missing: " +
                    "restore the library from a backup, or run `earmark verify --mend` and store the music again.");
            }

            Thread.Sleep(RetryInterval);
        }
    }

    /// <summary>What is wrong with the write-ahead log of the database at <paramref name="path"/>.</summary>
    /// <returns>Null where nothing is, where there is none, or where only its end was never written.</returns>
    public static WriteAheadFault? FindFault(string path)
    {
        try
        {
            using var file = new FileStream(
                path + Ending, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            return FindFault(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static WriteAheadFault? FindFault(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize
            || !header.ContainsAnyExcept((byte)0)
            || file.Length < HeaderSize + FrameHeaderSize + PageSizeMin)
        {
            return null;
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var pageSize = BinaryPrimitives.ReadInt32BigEndian(header[8..]);
        var sum = Sum((0, 0), header[..24], isBigEndian: (magic & 1) == 1);
        var isWhole = (magic & ~1U) == Magic
            && pageSize is >= PageSizeMin and <= PageSizeMax
            && BitOperations.IsPow2(pageSize)
            && sum == ReadSum(header[24..]);
        return isWhole
            ? FindFault(file, header[16..24], pageSize, sum, isBigEndian: (magic & 1) == 1)
            : new WriteAheadFault("has a damaged header", IsCertain: true);
    }

    /// <summary>Follows the frames to the first broken one, then looks for what was written after it.</summary>
    private static WriteAheadFault? FindFault(
        FileStream file, ReadOnlySpan<byte> salt, int pageSize, (uint First, uint Second) sum, bool isBigEndian)
    {
        var frame = new byte[FrameHeaderSize + pageSize];
        var broken = -1;
        var (last, lastCommit, commitCount) = (-1, -1, 0);
        for (var index = 0;
            file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length;
            index++)
        {
            var isOurs = frame.AsSpan(8, 8).SequenceEqual(salt);
            if (broken < 0)
            {
                var next = Sum(Sum(sum, frame.AsSpan(0, 8), isBigEndian), frame.AsSpan(FrameHeaderSize), isBigEndian);
                if (isOurs && next == ReadSum(frame.AsSpan(16)))
                {
                    sum = next;
                    continue;
                }

                broken = index;
            }

            if (isOurs)
            {
                last = index;
                if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0)
                {
                    lastCommit = index;
                    commitCount++;
                }
            }
        }

        if (commitCount == 0)
        {
            return null;
        }

        // Frames of a second change are written only once the first is on disk: then the broken one was whole before.
        var isCertain = commitCount > 1 || lastCommit < last;
        return new WriteAheadFault(
            isCertain ? $"is damaged (frame {broken})" : $"ends in a change that is not whole (frame {broken})",
            isCertain);
    }

    private static (uint First, uint Second) ReadSum(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

    private static (uint First, uint Second) Sum(
        (uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        var (first, second) = sum;
        for (var i = 0; i < bytes.Length; i += 2 * sizeof(uint))
        {
            first += Word(bytes[i..], isBigEndian) + second;
            second += Word(bytes[(i + sizeof(uint))..], isBigEndian) + first;
        }

        return (first, second);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
