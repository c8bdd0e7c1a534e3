namespace Earmark.Audio;

/// <summary>A whole recording as it is: its own rate, its channels apart. To look at, not for fingerprints.</summary>
/// <remarks>Held in memory, unlike an <see cref="AudioStream"/>: 85 MB for four minutes in stereo.</remarks>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="ChannelCount">Samples per frame.</param>
/// <param name="Samples">Shape [frames, channels], full scale ±1.</param>
/// <param name="Warnings">What was wrong though something could be read, a sentence each.</param>
internal sealed record RawAudio(
    int SampleRate, int ChannelCount, float[] Samples, AudioTags Tags, IReadOnlyList<string> Warnings)
{
    private const int BlockFrames = 1 << 15;

    /// <summary>Reads a file of any format that FFmpeg reads.</summary>
    /// <param name="durationMax">Where to give up, whatever the rate.</param>
    /// <param name="frameCountMax">Where to give up, whatever the time.</param>
    /// <exception cref="AudioException">It cannot be read, or holds no audio, or is longer.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RawAudio Read(string path, TimeSpan durationMax, int frameCountMax, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var source = AudioSource.Open(Path.GetFullPath(path), path, new AudioOptions(), ct);
        var frameLimit = Math.Min(frameCountMax, durationMax.TotalSeconds * source.Format.SampleRate);
        var channels = source.Format.Channels;
        var samples = new List<float>();
        var block = new float[BlockFrames * channels];
        while (source.Read(pcm => pcm.ReadChannels(block)) is > 0 and var count)
        {
            ct.ThrowIfCancellationRequested();
            samples.AddRange(block.AsSpan(0, count * channels));
            if (source.Pcm.FrameCount > frameLimit)
            {
                var limit = Math.Floor(frameLimit / source.Format.SampleRate / 60);
                throw new AudioException(
                    $"{source.Name} is longer than {limit} min; expected no more, as all of it is held in memory.");
            }
        }

        List<string> warnings = source.Warning is { } warning ? [warning] : [];
        ReadingReport.AddDamage(source, warnings);
        ReadingReport.AddEnd(source, warnings);
        return new RawAudio(source.Format.SampleRate, channels, samples.ToArray(), source.Tags, warnings);
    }
}
