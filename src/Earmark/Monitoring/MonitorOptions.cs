using Earmark.Audio;

namespace Earmark.Monitoring;

/// <summary>How sources are monitored.</summary>
public sealed record MonitorOptions
{
    /// <summary>
    /// Expected false matches per clip of 10 s that a play may rest on where only one clip speaks for it. A day has
    /// 8,640 such clips.
    /// </summary>
    public double MaxEValue { get; init; } = Matching.MatchOptions.Certain;

    /// <summary>Also tries larger changes of speed, tempo and pitch: see <see cref="Matching.MatchOptions.Wide"/>.
    /// </summary>
    public bool Wide { get; init; }

    /// <summary>A track that is not heard for so long and then goes on where it would be is one play.</summary>
    public TimeSpan JoinGap { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Shorter plays are not told.</summary>
    public TimeSpan LeastPlay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Shorter stretches that are unknown or silent are not told.</summary>
    public TimeSpan LeastUnknown { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before a live source is tried again; doubled each time it is in vain …</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>… up to this.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the decoder may take. Rate, start, duration and limits of time are set by monitoring.</summary>
    public AudioOptions Decoding { get; init; } = new() { StallLimit = TimeSpan.FromSeconds(30) };

    /// <exception cref="ArgumentException">A value is out of its range; the message lists all that are.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        Require(MaxEValue > 0, $"{nameof(MaxEValue)} must be above 0");
        Require(
            JoinGap > TimeSpan.Zero && JoinGap <= TimeSpan.FromMinutes(10),
            $"{nameof(JoinGap)} must be above 0 and at most 600 s");
        Require(LeastPlay >= TimeSpan.Zero, $"{nameof(LeastPlay)} must not be negative");
        Require(LeastUnknown >= TimeSpan.Zero, $"{nameof(LeastUnknown)} must not be negative");
        Require(FirstRetry > TimeSpan.Zero && FirstRetry <= LongestRetry && LongestRetry < TimeSpan.FromDays(1),
            $"{nameof(FirstRetry)} must be positive and at most {nameof(LongestRetry)}, which must be below a day");
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
