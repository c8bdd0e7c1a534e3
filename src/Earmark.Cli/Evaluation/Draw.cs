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
    private const int ForeignStream = 2;
    private const int ForeignClipStream = 3;

    /// <summary>The ref ids of the tracks to leave out: the share, rounded, but neither none nor all.</summary>
    /// <remarks>
    /// Seeds 1 … n leave out every track once, where n such shares are the whole: 1 to 10 for 0.1. So do the n seeds
    /// after them, in another order.
    /// </remarks>
    /// <param name="share">0 leaves out none.</param>
    public static IReadOnlySet<string> Unknown(IReadOnlyList<Track> tracks, double share, int seed)
    {
        if (share <= 0 || tracks.Count < 2)
        {
            return new HashSet<string>();
        }

        var folds = Math.Max(1, (int)((1 / share) + 1e-9));
        var (round, fold) = Math.DivRem(Math.Max(0, seed - 1), folds);
        var first = Math.Min((int)Math.Round(fold * share * tracks.Count), tracks.Count - 1);
        var end = (int)Math.Round((fold + 1) * share * tracks.Count);
        var count = Math.Clamp(end - first, 1, tracks.Count - 1);
        return Shuffle(tracks, new Dice(round + 1, UnknownStream))
            .Skip(first)
            .Take(count)
            .Select(track => track.RefId)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Paths of foreign recordings in random order.</summary>
    /// <param name="paths">In an order that is always the same.</param>
    public static IReadOnlyList<string> Foreign(IReadOnlyList<string> paths, int seed) =>
        Shuffle(paths, new Dice(seed, ForeignStream));

    /// <summary>
    /// Draws places, the recordings of a kind one after the other in random order, again where there are too few.
    /// </summary>
    /// <param name="recordings">Long enough for <paramref name="span"/>.</param>
    /// <param name="span">Seconds of a recording that a clip may take.</param>
    public static IReadOnlyList<Excerpt> Excerpts(
        IReadOnlyList<Recording> recordings, double span, EvaluationOptions options)
    {
        var dice = new Dice(options.Seed, ClipStream);
        var strangers = Shuffle([.. recordings.Where(recording => recording.Kind == Recording.LeftOut)], dice);
        var known = Shuffle([.. recordings.Where(recording => recording.IsKnown)], dice);
        var foreign = recordings.Where(recording => recording.IsForeign).ToList();
        var share = options.OnlyUnknown ? 1 : options.UnknownShare;
        var strangerCount = strangers.Count > 0 ? Math.Max(1, (int)Math.Round(share * options.ClipCount)) : 0;
        var knownCount = known.Count > 0 && !options.OnlyUnknown ? Math.Max(1, options.ClipCount - strangerCount) : 0;
        var foreignCount = foreign.Count > 0 ? options.ClipCount : 0;

        // In turn, so that what is measured before an interruption is a smaller sample of the same kind.
        var foreignDice = new Dice(options.Seed, ForeignClipStream);
        var places = InTurn(known, knownCount, dice, order: 1)
            .Concat(InTurn(strangers, strangerCount, dice, order: 0))
            .Concat(InTurn(foreign, foreignCount, foreignDice, order: 2))
            .OrderBy(place => place.Turn)
            .ThenBy(place => place.Order);
        var excerpts = new List<Excerpt>();
        foreach (var (_, _, recording, own) in places)
        {
            var last = Math.Max(0, recording.Duration.TotalSeconds - span);
            var starts = Enumerable.Range(0, StartCount).Select(_ => Math.Round(own.Between(0, last), 3)).ToList();
            excerpts.Add(new Excerpt(excerpts.Count, recording, starts));
        }

        return excerpts;
    }

    private static IEnumerable<(double Turn, int Order, Recording Recording, Dice Dice)> InTurn(
        List<Recording> recordings, int count, Dice dice, int order) =>
        Enumerable.Range(0, count).Select(i => ((i + 0.5) / count, order, recordings[i % recordings.Count], dice));

    private static List<T> Shuffle<T>(IReadOnlyList<T> items, Dice dice)
    {
        var shuffled = items.ToList();
        for (var i = shuffled.Count - 1; i > 0; i--)
        {
            var other = dice.Below(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled;
    }
}
