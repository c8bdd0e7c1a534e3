using Earmark.Audio;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Comparing;

/// <summary>A recording that others are laid beside: its peaks as an index of one track, in memory.</summary>
/// <remarks>Some 1.5 KB per second of sound; what is compared with it is never held whole.</remarks>
internal sealed class ComparedRecording : IDisposable
{
    private readonly SnapshotState? _state;

    private ComparedRecording(string path, Hearing hearing, SnapshotState? state)
    {
        (Path, Hearing, _state) = (path, hearing, state);
        Index = state is null ? null : new IndexSnapshot(state);
    }

    public string Path { get; }

    public Hearing Hearing { get; }

    /// <summary>In seconds.</summary>
    public double Duration => Hearing.Duration.TotalSeconds;

    /// <summary>The file and how long it is.</summary>
    public FineLine.Extent Extent => new(Path, Duration);

    /// <summary>Its landmarks; null for a recording that has none, being silent or a single note.</summary>
    public IndexSnapshot? Index { get; }

    /// <summary>Listens to a file to its end.</summary>
    /// <exception cref="AudioException">It is no audio that can be read.</exception>
    public static ComparedRecording Hear(string path, FingerprintProfile profile, CancellationToken cancellation)
    {
        using var audio = Open(path, profile, cancellation);
        var hearing = Hearing.Of(audio, path, profile, extractor => extractor.FinishReference(), cancellation);
        var fingerprinter = new Fingerprinter(
            profile, constellation => LandmarkPairer.ReferenceLandmarks(constellation, profile));
        var input = fingerprinter.Make(1, hearing.Constellation);
        return new ComparedRecording(path, hearing, input.Landmarks.Length > 0 ? Build(fingerprinter, input) : null);
    }

    /// <summary>Opens a file at the profile's rate.</summary>
    /// <exception cref="AudioException">It is no audio that can be read.</exception>
    public static AudioStream Open(string path, FingerprintProfile profile, CancellationToken cancellation) =>
        AudioStream.Open(path, new AudioOptions { SampleRate = profile.SampleRate }, cancellation);

    public void Dispose()
    {
        Index?.Dispose();
        _state?.Release();
    }

    private static SnapshotState Build(Fingerprinter fingerprinter, SegmentInput input)
    {
        var image = SegmentImage.Build(
            stream => fingerprinter.WriteSegment(stream, [input]), fingerprinter.ProfileId);
        return new SnapshotState(
            new Manifest([], [input.TrackId], []), new Dictionary<long, SegmentImage>(), [image]);
    }
}
