using System.Diagnostics;
using Earmark.Audio;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;

namespace Earmark.Tests.EndToEnd;

/// <summary>A library of composed pieces in six formats, made once for all tests that only ask it.</summary>
public sealed class ComposedLibrary : IDisposable
{
    private static readonly string[] Formats = ["wav", "flac", "mp3", "ogg", "opus", "m4a"];

    private readonly string _folder = Directory.CreateTempSubdirectory("earmark-composed-").FullName;
    private readonly Piece[] _pieces;

    public ComposedLibrary()
    {
        _pieces = Enumerable.Range(20, Formats.Length + 1).AsParallel().AsOrdered().Select(Composer.Compose).ToArray();
        Directory.CreateDirectory(Music);
        for (var i = 0; i < Formats.Length; i++)
        {
            WriteTrack(i);
        }

        Library = Library.Open(Path.Combine(_folder, "library"));
        Results = Library.StoreAllAsync([Music]).ToListAsync().AsTask().GetAwaiter().GetResult();
    }

    public string Music => Path.Combine(_folder, "music");

    public Library Library { get; }

    /// <summary>What became of each file when it was first stored.</summary>
    public IReadOnlyList<StoreResult> Results { get; }

    public static int TrackCount => Formats.Length;

    /// <summary>A piece that was stored, or, at <see cref="TrackCount"/>, one that was not.</summary>
    internal Sound Piece(int number) => _pieces[number].Sound.ToMono();

    public static string RefId(int number) => $"piece-{Formats[number]}";

    /// <summary>Writes a clip and asks the library what it is.</summary>
    internal Task<QueryAnswer> AskAsync(Sound clip, string name)
    {
        var path = Path.Combine(_folder, $"{name}.wav");
        WavWriter.Write(path, clip);
        return Library.QueryAsync(path);
    }

    public void Dispose()
    {
        Library.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void WriteTrack(int number)
    {
        var format = Formats[number];
        var target = Path.Combine(Music, $"{RefId(number)}.{format}");
        if (format == "wav")
        {
            WavWriter.Write(target, _pieces[number].Sound);
            return;
        }

        var source = Path.Combine(_folder, "source.wav");
        WavWriter.Write(source, _pieces[number].Sound);
        string[] arguments = ["-v", "error", "-nostdin", "-y", "-i", source, "-metadata", "title=A title", target];
        using var ffmpeg = Process.Start(Ffmpeg.Find()!.Path, arguments);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
