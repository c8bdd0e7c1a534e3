using System.Buffers.Binary;
using Earmark.Cli.Contracts;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;

namespace Earmark.Tests.EndToEnd;

/// <summary>Twelve recordings of 12 s and a clip of each: quick to store, and to ask for one by one.</summary>
public sealed class ShortTracks : IDisposable
{
    public const int Count = 12;

    /// <summary>Length of a recording.</summary>
    public const double PartSeconds = 12;

    private const int PartsPerPiece = 3;
    private const double PartInterval = 20;
    private const double ClipStart = 4;
    private const double ClipSeconds = 5;
    private const int SilentSeconds = 3_600;

    private readonly string _folder = Directory.CreateTempSubdirectory("earmark-short-").FullName;

    public ShortTracks()
    {
        Directory.CreateDirectory(Music);
        WriteSilence();
        Parallel.For(0, Count / PartsPerPiece, number =>
        {
            var piece = Composer.Compose(60 + number).Sound.ToMono();
            for (var part = 0; part < PartsPerPiece; part++)
            {
                var refId = $"piece-{number}-part-{part}";
                var track = piece.Cut(part * PartInterval, PartSeconds);
                WavWriter.Write(Path.Combine(Music, $"{refId}.wav"), track);
                WavWriter.Write(ClipOf(refId), track.Cut(ClipStart, ClipSeconds));
            }
        });
    }

    /// <summary>The folder of the recordings.</summary>
    public string Music => Path.Combine(_folder, "music");

    /// <summary>
    /// A silent hour: who stores it last is not done before the end comes. It takes hardly a block of the disk.
    /// </summary>
    public string Silence => Path.Combine(_folder, "silence.wav");

    /// <summary>A recording.</summary>
    public string PathOf(string refId) => Path.Combine(Music, $"{refId}.wav");

    /// <summary>The clip of a recording.</summary>
    public string ClipOf(string refId) => Path.Combine(_folder, $"{refId}.wav");

    /// <summary>Whether it is the ref id of one of the recordings.</summary>
    public bool Has(string refId) => File.Exists(ClipOf(refId));

    /// <summary>Copies the recordings into a new folder, and returns that.</summary>
    public string CopyMusic(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Music))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }

    /// <summary>
    /// Asserts that a library opens by itself, has every track that was reported stored, whole and once, and can be
    /// completed.
    /// </summary>
    internal async Task AssertHoldsAsync(string folder, IReadOnlyList<StoreLine> reported)
    {
        using var library = Library.Open(folder);
        var listed = library.Tracks().ToDictionary(track => track.RefId, StringComparer.Ordinal);
        foreach (var line in reported)
        {
            Assert.Equal(line.Landmarks, listed[line.RefId!].LandmarkCount);
            await AssertNamedAsync(library, line.RefId!);
        }

        // Committed but not yet reported when the end came: at most one, since lines follow commits one by one.
        Assert.InRange(listed.Count, reported.Count, reported.Count + 1);

        var rest = await library.StoreAllAsync([Music]).ToListAsync();
        Assert.Equal(listed.Count, rest.Count(result => result.Status == StoreStatus.Skipped));
        Assert.Equal(Count, library.Tracks().Count());
        foreach (var result in rest.FindAll(result => result.Status == StoreStatus.Stored).Take(1))
        {
            await AssertNamedAsync(library, result.RefId!);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Asserts that a clip of the track is named, at the right place.</summary>
    internal async Task AssertNamedAsync(Library library, string refId)
    {
        var best = (await library.QueryAsync(ClipOf(refId))).Best;
        Assert.Equal(refId, best?.Track.RefId);
        Assert.Equal(ClipStart, best!.Offset, 0.05);
    }

    private void WriteSilence()
    {
        var header = WavWriter.Encode(new Sound([], 1));
        var byteCount = sizeof(short) * Sound.SampleRate * SilentSeconds;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), header.Length - 8 + byteCount);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), byteCount);
        using var file = File.Create(Silence);
        file.Write(header);
        file.SetLength(header.Length + byteCount);
    }
}
