using Earmark.Cli.Degrading;
using Earmark.Matching;

namespace Earmark.Cli.Evaluation;

/// <summary>What is asked, and how.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>Conditions where none are given; those with recordings of noise only where there are some.</summary>
    public const string DefaultConditions =
        "clean,mp3,opus,gsm,volume,eq,clip,reverb,white,pink,babble:+10,babble:+5,babble:0,babble:-5,babble:-10," +
        "noise,mic,speed:-5,speed:-2,speed:+2,speed:+5,tempo:-10,tempo:+10,pitch:-1,pitch:+2";

    /// <summary>
    /// Places in tracks that clips are cut from, and as many in foreign recordings; every condition and length uses
    /// all of them.
    /// </summary>
    public int ClipCount { get; init; } = 40;

    /// <summary>Lengths of clips, in seconds, ascending.</summary>
    public IReadOnlyList<double> Lengths { get; init; } = [3, 5, 10];

    /// <summary>What is done to them.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>Share of the tracks that are left out of the library, and of the clips cut from such.</summary>
    public double UnknownShare { get; init; } = 0.2;

    /// <summary>A folder of recordings that are surely not in the library; null for none.</summary>
    public string? Foreign { get; init; }

    /// <summary>Whether only clips of tracks that were left out and of foreign recordings are asked about.</summary>
    public bool OnlyUnknown { get; init; }

    /// <summary>Everything that is drawn follows from it.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How answers are found.</summary>
    public MatchOptions Match { get; init; } = new();

    /// <summary>Clips worked on at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
