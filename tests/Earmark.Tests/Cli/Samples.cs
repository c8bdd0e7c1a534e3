using Earmark.Indexing;
using Earmark.Matching;

namespace Earmark.Tests.Cli;

/// <summary>Answers as the library might give them.</summary>
internal static class Samples
{
    public static Track Track { get; } = new()
    {
        Id = 7,
        RefId = "Ünïcode, \"quoted\"",
        Path = "/music/a.flac",
        Title = "Title",
        Artist = "Artist",
        Duration = TimeSpan.FromSeconds(200.25),
    };

    public static Match Match { get; } = new()
    {
        Track = Track,
        QueryStart = 0.1,
        QueryStop = 9.9004,
        ReferenceStart = 30.1,
        ReferenceStop = 39.9,
        Offset = 30,
        Score = 55.256,
        EValue = 1.2345e-21,
        Confidence = 0.9999,
        Coverage = 0.8125,
        TimeFactor = 1.05,
        FrequencyFactor = 1,
        AlignedPeakCount = 142,
    };

    public static QueryAnswer Found { get; } = Answer(new MatchDecision(Decision.Match, [Match], Match, null));

    public static QueryAnswer NotFound { get; } = Answer(new MatchDecision(Decision.None, [], Match, null));

    private static QueryAnswer Answer(MatchDecision decision) =>
        new("clip ö.wav", TimeSpan.FromSeconds(10), decision, new QueryTimes(0.01, 0.02, 0.003, 0.0334), []);
}
