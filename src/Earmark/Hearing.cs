using System.Diagnostics;
using Earmark.Audio;
using Earmark.Landmarks;
using Earmark.Spectral;

namespace Earmark;

/// <summary>One recording, heard to its end: what the stages Audio to Landmarks have to say of it.</summary>
internal sealed record Hearing
{
    /// <summary>A shorter recording has hardly a frame, let alone landmarks.</summary>
    private static readonly TimeSpan LeastDuration = TimeSpan.FromSeconds(0.4);

    public required Constellation Constellation { get; init; }

    public required AudioTags Tags { get; init; }

    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Reading, decoding and resampling.</summary>
    public required TimeSpan DecodeTime { get; init; }

    /// <summary>Finding the peaks.</summary>
    public required TimeSpan FingerprintTime { get; init; }

    /// <summary>Listens to a recording block by block: only its peaks stay, and its contrast where wanted.</summary>
    /// <param name="contrast">Receives the rows of contrast too, where they are wanted.</param>
    /// <param name="finish">Takes the peaks, at the density of a reference or of a query.</param>
    /// <exception cref="AudioException">It is no audio, or too short to hold a landmark.</exception>
    public static Hearing Of(
        AudioStream audio,
        string name,
        FingerprintProfile profile,
        Func<ConstellationExtractor, Constellation> finish,
        CancellationToken cancellation,
        ContrastRecord? contrast = null)
    {
        var (decoding, fingerprinting) = (new Stopwatch(), new Stopwatch());
        var extractor = new ConstellationExtractor(profile, contrast);
        var block = new float[profile.SampleRate];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            decoding.Start();
            var count = audio.Read(block);
            decoding.Stop();
            if (count == 0)
            {
                break;
            }

            fingerprinting.Start();
            extractor.Write(block.AsSpan(0, count));
            fingerprinting.Stop();
        }

        if (audio.Duration == TimeSpan.Zero && audio.Warnings.Count > 0)
        {
            throw new AudioException(audio.Warnings[^1]);
        }

        if (audio.Duration < LeastDuration)
        {
            throw new AudioException(
                $"{name} holds {audio.Duration.TotalSeconds:0.###} s of audio; " +
                $"expected at least {LeastDuration.TotalSeconds:0.#} s: use a longer recording.");
        }

        fingerprinting.Start();
        var constellation = finish(extractor);
        fingerprinting.Stop();
        return new Hearing
        {
            Constellation = constellation,
            Tags = audio.Tags,
            Duration = audio.Duration,
            Warnings = audio.Warnings,
            DecodeTime = decoding.Elapsed,
            FingerprintTime = fingerprinting.Elapsed,
        };
    }
}
