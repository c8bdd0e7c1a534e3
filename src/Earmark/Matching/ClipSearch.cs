using Earmark.Indexing;

namespace Earmark.Matching;

/// <summary>Searches for one clip: cheaply first, and further only while nothing is conclusive.</summary>
/// <param name="changes">What is tried where the clip is not found as it is.</param>
/// <param name="conclusiveScore">A score beyond doubt, in nats: nothing further need be tried.</param>
/// <param name="isThorough">Whether to look for buried and changed tracks too where nothing is conclusive.</param>
internal sealed class ClipSearch(
    IndexSnapshot index,
    QueryClip clip,
    HypothesisSet changes,
    double conclusiveScore,
    bool isThorough = true)
{
    /// <summary>With this share of the best track's score or margin, another one fits as well.</summary>
    public const double EqualShare = 0.85;

    /// <summary>Candidates of each search of the clip as it is, by votes.</summary>
    public const int LightLimit = 60;
    public const int SparseLimit = 60;
    public const int DenseLimit = 200;

    /// <summary>Candidates of a step that are verified, the best by screening.</summary>
    public const int Finalists = 20;

    /// <summary>Tracks that are verified once more when one is conclusive, and hypotheses that each is under.</summary>
    private const int ReconsideredTracks = 5;
    private const int ReconsideredHypotheses = 5;

    /// <summary>Candidates of the light step that are verified: enough to know chance and what fits as well.</summary>
    private const int LightFinalists = 10;

    /// <summary>
    /// Score of a clip that is heard clearly, in nats per second: clean ones have 15 to 23. With less, conclusive as it
    /// may be, some clips of changed tempo or in noise had another place of the right track: of 300, six, up to 7.8.
    /// </summary>
    private const double ClearScore = 9;

    /// <summary>Two candidates of one track nearer than this are one, in seconds.</summary>
    private const double SamePlace = 0.08;

    private readonly Verifier _verifier = new(clip);
    private readonly OffsetHistogram _histogram = new();
    private readonly List<Trial> _trials = [];

    /// <summary>Steps that the last run took: light, sparse, dense, warped.</summary>
    public int StepCount { get; private set; }

    /// <summary>The changes that the last run tried: of each the best candidate as found, and all fits.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>Returns the alignments found, in no order; several of a track if several places fit.</summary>
    public List<Alignment> Run(CancellationToken cancellation)
    {
        _trials.Clear();
        try
        {
            return Light() ?? Thorough(cancellation);
        }
        finally
        {
            _histogram.Release();
        }
    }

    /// <summary>
    /// Searches with the few pairs that a track itself would keep of the clip. Returns null, as if nothing had been
    /// done, unless the clip is heard clearly and unchanged: what fits as well then has as many votes, and is among the
    /// candidates.
    /// </summary>
    private List<Alignment>? Light()
    {
        StepCount = 1;
        var step = StepAt(SearchDensity.Light(clip.Profile), LightLimit);
        var screened = Screen(step, Hypothesis.Identity);
        var least = Math.Max(conclusiveScore, ClearScore * clip.Duration);
        var isSettled = Verify(screened, 1).Exists(best =>
            best.Score >= least && IsUnchanged(best.Placement.Warp));
        return isSettled ? Reconsider(Verify(screened, LightFinalists)) : null;
    }

    private List<Alignment> Thorough(CancellationToken cancellation)
    {
        StepCount = 2;
        var sparse = StepAt(SearchDensity.Sparse, SparseLimit);
        var found = Verify(Screen(sparse, Hypothesis.Identity), Finalists);
        if (IsConclusive(found))
        {
            return Reconsider(found);
        }

        if (!isThorough)
        {
            return found;
        }

        StepCount = 3;
        var dense = StepAt(SearchDensity.Dense, DenseLimit);
        found.AddRange(Verify(Screen(dense, Hypothesis.Identity), Finalists));
        if (IsConclusive(found))
        {
            return Reconsider(found);
        }

        StepCount = 4;
        foreach (var stage in changes.Stages)
        {
            // Of two stages each may be wrong half as often.
            var penalty = Penalty(changes.Stages.Count * stage.Count);
            foreach (var alignment in Warped(stage, sparse, cancellation))
            {
                found.Add(alignment with { Score = Math.Max(0, alignment.Score - penalty), Penalty = penalty });
            }

            if (IsConclusive(found))
            {
                break;
            }
        }

        return found;
    }

    /// <summary>There are many hypotheses to be wrong about: by so much must they be better, 4 nats for 52.</summary>
    private static double Penalty(int hypothesisCount) => Math.Log(1 + hypothesisCount);

    /// <inheritdoc cref="Verifier.Recurrence"/>
    public double Recurrence(Alignment alignment) => _verifier.Recurrence(alignment);

    /// <summary>What of an alignment's score a track would have that is merely alike, beyond chance. In nats.</summary>
    /// <param name="chance">What chance finds in the clip, in nats.</param>
    /// <param name="demand">See <see cref="FalseMatchModel.Demand"/>.</param>
    /// <param name="repetition">See <see cref="Repetition"/>.</param>
    public double AlikeLevel(Alignment alignment, double chance, double demand, double repetition)
    {
        // Where the demand is not met there is no need to look for more that explains the score.
        var recurrence = alignment.Score - chance > demand ? Recurrence(alignment) : 0;
        var repeated = FalseMatchModel.Repeated(alignment.Score, repetition);
        return FalseMatchModel.AlikeLevel(recurrence, repeated, demand);
    }

    /// <summary>
    /// Tries hypotheses with few pairs, then those that fit best with more, at the very factors of the fit.
    /// </summary>
    private List<Alignment> Warped(IEnumerable<Hypothesis> stage, Step sparse, CancellationToken cancellation)
    {
        var strong = StepAt(SearchDensity.Strong, changes.Candidates);
        var screened = new List<Screened>();
        foreach (var hypothesis in stage)
        {
            cancellation.ThrowIfCancellationRequested();
            screened.AddRange(Screen(strong, hypothesis));
        }

        var found = Verify(screened, changes.Finalists);
        var best = found.OrderByDescending(alignment => alignment.Score).Take(changes.FittedWarps).ToList();
        foreach (var alignment in best)
        {
            var fitted = new Hypothesis(alignment.Placement.Warp, Hypothesis.Drift);
            found.AddRange(Verify(Screen(sparse, fitted, isFitted: true), Finalists));
        }

        return found;
    }

    /// <summary>
    /// Tries the best alignments under all hypotheses: a clip that plays 5 % fast may be found as it is, if only just.
    /// </summary>
    private List<Alignment> Reconsider(List<Alignment> found)
    {
        var best = found.Max(alignment => alignment.Score);
        var rivals = found
            .Where(alignment => alignment.Score >= EqualShare * best)
            .GroupBy(alignment => alignment.TrackId)
            .Select(track => track.MaxBy(alignment => alignment.Score)!)
            .OrderByDescending(alignment => alignment.Score)
            .Take(ReconsideredTracks);
        found.AddRange(rivals.ToList().ConvertAll(Reconsider));
        return found;
    }

    private Alignment Reconsider(Alignment alignment)
    {
        var middle = alignment.Placement.Map(clip.Middle);
        var screened = new List<Screened>();
        foreach (var hypothesis in changes.Hypotheses)
        {
            var placement = new Placement(middle - (hypothesis.Warp.Time * clip.Middle), hypothesis.Warp);
            var candidate = alignment.Candidate with { Placement = placement };
            screened.Add(new Screened(candidate, hypothesis, _verifier.Screen(candidate)));
            Note(screened[^1], isFitted: false);
        }

        var others = Verify(screened.OrderByDescending(s => s.Score).Take(ReconsideredHypotheses));
        var least = alignment.Score + (IsUnchanged(alignment.Placement.Warp) ? Penalty(changes.Hypotheses.Count) : 0);
        return others.Where(other => other.Score > least).MaxBy(other => other.Score) ?? alignment;
    }

    /// <summary>Whether the fit has stayed where players and recorders drift to.</summary>
    private static bool IsUnchanged(Warp warp) =>
        Math.Abs(warp.Time - 1) <= 3 * Hypothesis.Drift && Math.Abs(warp.Frequency - 1) <= 3 * Hypothesis.Drift;

    private bool IsConclusive(List<Alignment> found) =>
        found.Exists(alignment => alignment.Score >= conclusiveScore);

    private Step StepAt(SearchDensity density, int limit) =>
        new(new CandidateSearch(index, clip.At(density), _histogram), limit);

    private List<Screened> Screen(Step step, Hypothesis hypothesis, bool isFitted = false)
    {
        var screened = new List<Screened>();
        var candidates = step.Search.Find(hypothesis.Warp, step.Limit);
        candidates.ForEach(candidate => candidate.Segment.FetchPeaks(candidate.Track));
        foreach (var candidate in candidates)
        {
            screened.Add(new Screened(candidate, hypothesis, _verifier.Screen(candidate)));
        }

        if (screened.Count > 0)
        {
            Note(screened.MaxBy(found => found.CellScore), isFitted);
        }

        return screened;
    }

    private void Note(Screened found, bool isFitted) =>
        Note(found.Hypothesis.Warp, found.Candidate.Track.TrackId, found.CellScore, isFitted);

    private void Note(Warp warp, long trackId, double score, bool isFitted) =>
        _trials.Add(new Trial(warp.Time, 1 / warp.Frequency, trackId, score, isFitted));

    private List<Alignment> Verify(IEnumerable<Screened> screened, int limit)
    {
        var chosen = new List<Screened>();
        foreach (var next in screened.OrderByDescending(s => s.Score).ThenBy(s => s.Candidate.Track.TrackId)
            .ThenBy(s => s.Candidate.Placement.Offset))
        {
            if (chosen.Count < limit && !chosen.Exists(other => IsSamePlace(other.Candidate, next.Candidate)))
            {
                chosen.Add(next);
            }
        }

        return Verify(chosen);
    }

    /// <summary>Alignments of those whose fit stayed near the change that was tried.</summary>
    private List<Alignment> Verify(IEnumerable<Screened> screened)
    {
        var fits = screened
            .Select(s => (s.Hypothesis, Alignment: _verifier.Verify(s.Candidate, s.Hypothesis)))
            .Where(fit => fit.Hypothesis.Covers(fit.Alignment.Placement.Warp))
            .Select(fit => fit.Alignment)
            .ToList();
        fits.ForEach(fit => Note(fit.Placement.Warp, fit.TrackId, fit.Score, isFitted: true));
        return fits;
    }

    private bool IsSamePlace(Candidate a, Candidate b) =>
        a.Track.TrackId == b.Track.TrackId
        && Math.Abs(a.Placement.Map(clip.Middle) - b.Placement.Map(clip.Middle)) <= SamePlace;

    /// <param name="Limit">Candidates that are wanted of each search.</param>
    private readonly record struct Step(CandidateSearch Search, int Limit);

    /// <param name="Score">Of cells and votes, in nats.</param>
    private readonly record struct Screened(Candidate Candidate, Hypothesis Hypothesis, double Score)
    {
        /// <summary>Of the cells alone.</summary>
        public double CellScore => Score - (Verifier.VoteWeight * Candidate.Votes);
    }
}
