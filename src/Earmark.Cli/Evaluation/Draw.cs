using Earmark.Cli.Degrading;
using Earmark.Indexing;

namespace Earmark.Cli.Evaluation;

/// <summary>Which tracks are left out, and where clips are cut: by the seed and the tracks alone.</summary>
internal static class Draw
{
    private const int StartCount = 4;

    // Streams of the seed. Those of the clips' surroundings begin above.
    private const int UnknownStream = 0;
    private const int ClipStream = 1;

    /// <summary>The ref ids of the tracks to leave out: the share, rounded, but neither none nor all.</summary>
    /// <param name="share">0 leaves out none.</param>
    public static IReadOnlySet<string> Unknown(IReadOnlyList<Track> tracks, double share, int seed)
    {
        var count = share > 0 ? Math.Min(Math.Max(1, (int)Math.Round(share * tracks.Count)), tracks.Count - 1) : 0;
        return Shuffle(tracks, new Dice(seed, UnknownStream))
            .Take(count)
            .Select(track => track.RefId)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Draws places, the tracks one after the other in random order, again where there are too few.</summary>
    /// <param name="tracks">Long enough for <paramref name="span"/>.</param>
    /// <param name="span">Seconds of the track that a clip may take.</param>
    public static IReadOnlyList<Excerpt> Excerpts(
        IReadOnlyList<Track> tracks, IReadOnlySet<string> unknown, double span, EvaluationOptions options)
    {
        var dice = new Dice(options.Seed, ClipStream);
        var strangers = Shuffle([.. tracks.Where(track => unknown.Contains(track.RefId))], dice);
        var known = Shuffle([.. tracks.Where(track => !unknown.Contains(track.RefId))], dice);
        var strangerCount = strangers.Count > 0
            ? Math.Max(1, (int)Math.Round(options.UnknownShare * options.ClipCount))
            : 0;
        var knownCount = known.Count > 0 ? Math.Max(1, options.ClipCount - strangerCount) : 0;

        // In turn, so that what is measured before an interruption is a smaller sample of the same kind.
        var kinds = Enumerable.Range(0, knownCount).Select(i => (Place: (i + 0.5) / knownCount, IsKnown: true, i))
            .Concat(Enumerable.Range(0, strangerCount).Select(i => ((i + 0.5) / strangerCount, false, i)))
            .OrderBy(kind => kind.Item1)
            .ThenBy(kind => kind.Item2);
        var excerpts = new List<Excerpt>();
        foreach (var (_, isKnown, index) in kinds)
        {
            var track = isKnown ? known[index % known.Count] : strangers[index % strangers.Count];
            var last = Math.Max(0, track.Duration.TotalSeconds - span);
            var starts = Enumerable.Range(0, StartCount).Select(_ => Math.Round(dice.Between(0, last), 3)).ToList();
            excerpts.Add(new Excerpt(excerpts.Count, track, isKnown, starts));
        }

        return excerpts;
    }

    private static List<Track> Shuffle(IReadOnlyList<Track> tracks, Dice dice)
    {
        var shuffled = tracks.ToList();
        for (var i = shuffled.Count - 1; i > 0; i--)
        {
            var other = dice.Below(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled;
    }
}
