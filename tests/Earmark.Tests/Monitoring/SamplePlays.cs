using Earmark.Monitoring;
using Earmark.Tests.Cli;

namespace Earmark.Tests.Monitoring;

/// <summary>Events as a monitor might tell them.</summary>
internal static class SamplePlays
{
    public static MonitorEvent Ended(string source, DateTimeOffset epoch, double start, double stop) => new()
    {
        Kind = MonitorEventKind.PlayEnded,
        Run = new Guid(source.PadRight(16)[..16].Select(letter => (byte)letter).ToArray()),
        Source = source,
        Start = start,
        Stop = stop,
        Epoch = epoch,
        IsLive = true,
        Play = new Play
        {
            Number = 1,
            Track = Samples.Track,
            Start = start,
            Stop = stop,
            ReferenceStart = 5,
            ReferenceStop = 5 + stop - start,
            Score = 400.125,
            EValue = 1.2345e-21,
            Confidence = 0.9999,
            Coverage = 0.9,
            TimeFactor = 1,
            FrequencyFactor = 1,
        },
    };
}
