using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Monitoring;

/// <summary>A track that was played on a source, from when to when, and what speaks for it. Times in seconds.</summary>
public sealed record Play
{
    /// <summary>Counts the plays of a source, from 1, in the order in which they became known.</summary>
    public required int Number { get; init; }

    /// <summary>The track.</summary>
    public required Track Track { get; init; }

    /// <summary>When it begins, on the source's clock.</summary>
    public required double Start { get; init; }

    /// <summary>When it ends, or how far it has been heard.</summary>
    public required double Stop { get; init; }

    /// <summary>Where in the track it begins.</summary>
    public required double ReferenceStart { get; init; }

    /// <summary>Where in the track it ends.</summary>
    public required double ReferenceStop { get; init; }

    /// <summary>Log-likelihood ratio of the whole play against chance, in nats.</summary>
    public required double Score { get; init; }

    /// <summary>Expected false matches as good as the best clip of it, per clip, in this library.</summary>
    public required double EValue { get; init; }

    /// <summary>Probability that the track is the right one, 0 … 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Share of the play's seconds that speak for the track, 0 … 1: talk and fades are what lacks.</summary>
    public required double Coverage { get; init; }

    /// <summary>1.05 where it plays 5 % faster than the track.</summary>
    public required double TimeFactor { get; init; }

    /// <summary>1.05 where it sounds 5 % higher than the track.</summary>
    public required double FrequencyFactor { get; init; }

    /// <summary>How long it plays, in seconds.</summary>
    public double Duration => Stop - Start;

    /// <summary>The play of a line so far.</summary>
    internal static Play Of(PlayLine line, Track track)
    {
        var first = line;
        while (first.Before is { } before)
        {
            first = before;
        }

        var isWhole = first == line;
        var speed = isWhole && line.Reach - line.Start > 1
            ? (line.ReferenceStop - line.ReferenceStart) / (line.Reach - line.Start)
            : line.FirstWarp.Time;
        return new Play
        {
            Number = line.Number,
            Track = track,
            Start = first.Start,
            Stop = line.Reach,
            ReferenceStart = first.ReferenceStart,
            ReferenceStop = line.ReferenceStop,
            Score = line.TotalOfPlay,
            EValue = line.EValue,
            Confidence = FalseMatchModel.Confidence(line.EValue),
            Coverage = line.Coverage,
            TimeFactor = speed,
            FrequencyFactor = 1 / line.FirstWarp.Frequency,
        };
    }
}
