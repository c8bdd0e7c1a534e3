using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Earmark.Indexing;

/// <summary>The bytes of a segment at a fixed address: a mapped file, or an array for the log's tail.</summary>
internal sealed unsafe partial class SegmentBytes : IDisposable
{
    private const int AdviseWillNeed = 3;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private GCHandle _pin;
    private byte* _pointer;

    private SegmentBytes(MemoryMappedFile file, MemoryMappedViewAccessor view, long length)
    {
        _file = file;
        _view = view;
        Length = length;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
        _pointer += view.PointerOffset;
    }

    private SegmentBytes(byte[] bytes, int length)
    {
        Length = length;
        _pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        _pointer = (byte*)_pin.AddrOfPinnedObject();
    }

    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>Maps the file at <paramref name="path"/>, which must not be empty.</summary>
    public static SegmentBytes Map(string path)
    {
        // Sharing "delete" lets a merge unlink the file while it is mapped.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = stream.Length;
        var file = MemoryMappedFile.CreateFromFile(
            stream, null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            return new SegmentBytes(file, file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Pins the first <paramref name="length"/> bytes of <paramref name="bytes"/>.</summary>
    public static SegmentBytes Pin(byte[] bytes, int length) => new(bytes, length);

    /// <summary>A view of <paramref name="length"/> bytes at <paramref name="offset"/>.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_pointer == null, typeof(IndexSnapshot));
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"{length} bytes at {offset} of {Length}.");
        }

        return new ReadOnlySpan<byte>(_pointer + offset, length);
    }

    /// <summary>Has the processor fetch the cache line at <paramref name="offset"/>, wherever that is.</summary>
    public void Prefetch(long offset)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_pointer + offset);
        }
    }

    /// <summary>Has the system read bytes of the file ahead where it takes such advice; waits for nothing.</summary>
    public void Fetch(long offset, long size)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            // What it says is of no consequence: reading works without.
            var start = (nuint)(_pointer + offset) & ~((nuint)Environment.SystemPageSize - 1);
            _ = Advise(start, (nuint)(_pointer + offset) + (nuint)size - start, AdviseWillNeed);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint start, nuint size, int advice);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pointer == null)
        {
            return;
        }

        _pointer = null;
        if (_view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file!.Dispose();
        }
        else
        {
            _pin.Free();
        }
    }
}
