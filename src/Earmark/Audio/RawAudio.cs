using static System.FormattableString;

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

    /// <summary>Reads a file of any format that FFmpeg reads, or a part of it.</summary>
    /// <param name="options">Which part; its rate counts for nothing here.</param>
    /// <param name="durationMax">Where to give up, whatever the rate.</param>
    /// <param name="frameCountMax">Where to give up, whatever the time.</param>
    /// <exception cref="AudioException">It cannot be read, or holds no audio there, or more.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RawAudio Read(
        string path, AudioOptions options, TimeSpan durationMax, int frameCountMax, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var source = AudioSource.Open(Path.GetFullPath(path), path, options, ct);
        var frameLimit = Math.Min(frameCountMax, durationMax.TotalSeconds * source.Format.SampleRate);
        var channels = source.Format.Channels;
        var start = ToFrames(options.Start);
        var end = options.Duration is { } duration ? start + ToFrames(duration) : long.MaxValue;
        var samples = new List<float>();
        var block = new float[BlockFrames * channels];
        while (source.Pcm.FrameCount < end && source.Read(pcm => pcm.ReadChannels(block)) is > 0 and var count)
        {
            ct.ThrowIfCancellationRequested();
            var before = source.Pcm.FrameCount - count;
            var from = (int)Math.Clamp(start - before, 0, count);
            var to = (int)Math.Clamp(end - before, from, count);
            samples.AddRange(block.AsSpan((from * channels)..(to * channels)));
            if (samples.Count > frameLimit * channels)
            {
                var limit = Math.Floor(frameLimit / source.Format.SampleRate / 60);
                throw new AudioException(
                    $"{source.Name} is longer than {limit} min; expected no more, as all of it is held in memory.");
            }
        }

        List<string> warnings = source.Warning is { } warning ? [warning] : [];
        ReadingReport.AddDamage(source, warnings);
        if (source.Pcm.FrameCount < end)
        {
            ReadingReport.AddEnd(source, warnings);
        }

        return samples.Count > 0
            ? new RawAudio(source.Format.SampleRate, channels, samples.ToArray(), source.Tags, warnings)
            : throw new AudioException(Invariant(
                $"{source.Name} lasts {source.Pcm.Duration.TotalSeconds:0.0} s; expected a start within that."));

        long ToFrames(TimeSpan time) => (long)Math.Round(time.TotalSeconds * source.Format.SampleRate);
    }
}
