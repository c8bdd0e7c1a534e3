using Earmark.Landmarks;
using Earmark.Spectral;

namespace Earmark.Matching;

/// <summary>How much better a track explains a clip than chance does, by what is where its peaks should be.</summary>
/// <remarks>
/// <para>
/// Where a track's peak should be, the clip stands out from its surroundings even if noise has buried the peak itself.
/// So each peak of the track is looked up in the clip's <see cref="ExceedanceMap"/>, and its level weighed by how much
/// more often it is met at places of the right track than of wrong ones (<see cref="Ratios"/>, measured). With a share
/// w of the track's peaks surviving, the log-likelihood ratio is Σ ln(1 − w + w · ratio), w times the survival of the
/// peak's rank; the score is its largest value over w, in nats.
/// </para>
/// <para>
/// Peaks of one onset, a chord or a drum, rise and fall together: n of them within ±32 ms weigh √n, not n. Without
/// that, rhythm alone looks like a match. Derivation and figures: docs/fingerprint.md.
/// </para>
/// </remarks>
internal static class ExceedanceScore
{
    /// <summary>Frames on either side of a peak that are one onset with it.</summary>
    private const int OnsetRadius = 2;

    /// <summary>
    /// By level: its share among the peaks of right tracks over its share among those of wrong candidates, in noise.
    /// </summary>
    private static readonly double[] Ratios =
        [4.12, 2.55, 2.32, 2.04, 1.94, 1.67, 1.42, 1.12, 0.91, 0.68, 0.49, 0.33];

    /// <summary>How many of a track's peaks survive, by class of rank: salient ones do more often.</summary>
    private static readonly double[] Survivals = [0.95, 0.8, 0.68, 0.55];

    private const int RanksPerClass = 5;

    /// <summary>Kinds of peaks: rank classes times levels.</summary>
    private static int KindCount => Survivals.Length * ExceedanceMap.LevelCount;

    private static readonly double[] Shares = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1];

    /// <summary>What a peak adds, in nats. Shape [shares][rank classes · levels].</summary>
    private static readonly double[][] Gains =
        [.. Shares.Select(share => Survivals.SelectMany(survival => Ratios, (s, r) => Gain(share * s, r)).ToArray())];

    /// <summary>Returns the score, never negative, of a track's peaks at a placement.</summary>
    /// <param name="reference">Peaks of the track, by frame; those that fall outside of the clip do not count.</param>
    public static double Of(QueryClip clip, ReadOnlySpan<Peak> reference, Placement placement) =>
        Of(clip, reference, OnsetWeights(reference), placement);

    /// <inheritdoc cref="Of(QueryClip, ReadOnlySpan{Peak}, Placement)"/>
    /// <param name="onsetWeights">What each peak weighs, which does not depend on the placement.</param>
    public static double Of(
        QueryClip clip, ReadOnlySpan<Peak> reference, ReadOnlySpan<double> onsetWeights, Placement placement)
    {
        Span<double> weights = stackalloc double[KindCount];
        Weigh(clip, reference, onsetWeights, placement, weights, null);
        return Best(weights).Score;
    }

    /// <summary>Returns what each peak weighs: n of one onset √n together.</summary>
    /// <param name="peaks">By frame.</param>
    public static double[] OnsetWeights(ReadOnlySpan<Peak> peaks)
    {
        var weights = new double[peaks.Length];
        var (first, end) = (0, 0);
        for (var i = 0; i < peaks.Length; i++)
        {
            while (peaks[first].Frame < peaks[i].Frame - OnsetRadius)
            {
                first++;
            }

            while (end < peaks.Length && peaks[end].Frame <= peaks[i].Frame + OnsetRadius)
            {
                end++;
            }

            weights[i] = 1 / Math.Sqrt(end - first);
        }

        return weights;
    }

    /// <summary>Returns the score and what each second of the clip adds to it.</summary>
    public static (double Score, double[] BySecond) BySecond(
        QueryClip clip, ReadOnlySpan<Peak> reference, Placement placement)
    {
        Span<double> weights = stackalloc double[KindCount];
        var met = new List<MetPeak>();
        Weigh(clip, reference, OnsetWeights(reference), placement, weights, met);
        var (score, gains) = Best(weights);
        var seconds = new double[SecondCount(clip)];
        foreach (var peak in met)
        {
            var second = (int)((peak.Frame - clip.Frames.First) * clip.Profile.FrameDuration);
            seconds[second] += peak.Weight * gains[peak.Kind];
        }

        return (score, seconds);
    }

    /// <summary>Lists what of a track falls on a clip.</summary>
    /// <param name="met">Receives it, by rising frame of the track.</param>
    public static void Meet(
        QueryClip clip,
        ReadOnlySpan<Peak> reference,
        ReadOnlySpan<double> onsetWeights,
        Placement placement,
        List<MetPeak> met)
    {
        Span<double> weights = stackalloc double[KindCount];
        Weigh(clip, reference, onsetWeights, placement, weights, met);
    }

    /// <summary>
    /// Returns the score of these peaks, and what one of each kind adds, under the share that explains them best. In
    /// nats.
    /// </summary>
    public static (double Score, double[] Gains) BestGains(IEnumerable<MetPeak> met)
    {
        Span<double> weights = stackalloc double[KindCount];
        foreach (var peak in met)
        {
            weights[peak.Kind] += peak.Weight;
        }

        return Best(weights);
    }

    /// <summary>Seconds that a clip's frames begin in.</summary>
    public static int SecondCount(QueryClip clip) =>
        (int)((clip.Frames.End - 1 - clip.Frames.First) * clip.Profile.FrameDuration) + 1;

    /// <summary>Sums the weights of a track's peaks by kind, and lists them where asked for.</summary>
    private static void Weigh(
        QueryClip clip,
        ReadOnlySpan<Peak> reference,
        ReadOnlySpan<double> onsetWeights,
        Placement placement,
        Span<double> weights,
        List<MetPeak>? met)
    {
        var lens = new Lens(clip, placement);
        for (var i = 0; i < reference.Length; i++)
        {
            if (lens.TryKind(reference[i], out var frame, out var kind))
            {
                weights[kind] += onsetWeights[i];
                met?.Add(new MetPeak(frame, kind, onsetWeights[i]));
            }
        }
    }

    private static double Gain(double share, double ratio) => Math.Log(1 - share + (share * ratio));

    private static (double Score, double[] Gains) Best(ReadOnlySpan<double> weights)
    {
        var best = (Score: 0.0, Gains: Gains[0]);
        foreach (var gains in Gains)
        {
            var score = 0.0;
            for (var kind = 0; kind < weights.Length; kind++)
            {
                score += weights[kind] * gains[kind];
            }

            if (score > best.Score)
            {
                best = (score, gains);
            }
        }

        return best;
    }

    /// <summary>Maps a track's peaks onto a clip's cells.</summary>
    private readonly struct Lens
    {
        private readonly ExceedanceMap _map;
        private readonly (int First, int End) _frames;
        private readonly double _framesPerFrame;
        private readonly double _firstFrame;
        private readonly double _binsPerStep;

        public Lens(QueryClip clip, Placement placement)
        {
            var middle = QueryClip.FrameMiddle(clip.Profile);
            _map = clip.Exceedance;
            _frames = clip.Frames;
            _framesPerFrame = 1 / placement.Warp.Time;
            _firstFrame = (((middle - placement.Offset) / placement.Warp.Time) - middle) / clip.Profile.FrameDuration;
            _binsPerStep = 1 / (placement.Warp.Frequency * Peak.StepsPerBin);
        }

        /// <summary>Where in the clip a peak falls, and its rank class and level as one index.</summary>
        public bool TryKind(Peak peak, out int frame, out int kind)
        {
            frame = (int)Math.Floor((peak.Frame * _framesPerFrame) + _firstFrame + 0.5);
            var bin = (int)((peak.Step * _binsPerStep) + 0.5) - _map.LowestBin;
            var isInside = frame >= _frames.First && frame < _frames.End && bin > 0 && bin < _map.BinCount - 1;
            var rankClass = Math.Min(peak.Rank / RanksPerClass, Survivals.Length - 1);
            kind = isInside ? (rankClass * ExceedanceMap.LevelCount) + _map[frame, bin] : 0;
            return isInside;
        }
    }
}
