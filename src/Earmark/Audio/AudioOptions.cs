namespace Earmark.Audio;

/// <summary>What to read of a recording, and how much of the machine its decoder may take.</summary>
public sealed record AudioOptions
{
    /// <summary>A limit of time that is none.</summary>
    public static TimeSpan Endless { get; } = TimeSpan.FromDays(10_000);

    /// <summary>Samples per second to deliver, whatever the source has.</summary>
    public int SampleRate { get; init; } = 8000;

    /// <summary>What to leave out at the beginning. What follows is exactly what it would be without this.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.Zero;

    /// <summary>How much to deliver; null for all.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Where reading ends with a warning, counted from the beginning of the recording.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Address space of the FFmpeg process, in bytes. Not limited on Windows.</summary>
    public long MemoryLimitBytes { get; init; } = 2L << 30;

    /// <summary>Processor time of the FFmpeg process: 24 h of music take about 2 minutes. Not limited on
    /// Windows.</summary>
    public TimeSpan CpuLimit { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long FFmpeg may stay silent while its samples are waited for.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest stream that is copied to a temporary file, in bytes: all but WAV needs that.</summary>
    public long SpoolLimitBytes { get; init; } = 4L << 30;

    /// <summary>Path of the ffmpeg program; null for the first on the search path.</summary>
    public string? FfmpegPath { get; init; }

    /// <exception cref="ArgumentException">A value is out of its range; the message lists all that are.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        Require(SampleRate is >= PcmFormat.SampleRateMin and <= PcmFormat.SampleRateMax,
            $"{nameof(SampleRate)} must be {PcmFormat.SampleRateMin} to {PcmFormat.SampleRateMax}");
        Require(Start >= TimeSpan.Zero, $"{nameof(Start)} must not be negative");
        Require(Duration is null || Duration > TimeSpan.Zero, $"{nameof(Duration)} must be positive");
        Require(MaxDuration > TimeSpan.Zero, $"{nameof(MaxDuration)} must be positive");
        Require(MemoryLimitBytes >= 1024, $"{nameof(MemoryLimitBytes)} must be at least 1024");
        Require(CpuLimit >= TimeSpan.FromSeconds(1), $"{nameof(CpuLimit)} must be at least 1 s");
        Require(StallLimit > TimeSpan.Zero && StallLimit < TimeSpan.FromDays(24),
            $"{nameof(StallLimit)} must be positive and below 24 days");
        Require(SpoolLimitBytes > 0, $"{nameof(SpoolLimitBytes)} must be positive");
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults) + ".");
        }

        void Require(bool holds, string rule)
        {
            if (!holds)
            {
                faults.Add(rule);
            }
        }
    }
}
