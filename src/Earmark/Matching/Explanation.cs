using Earmark.Landmarks;

namespace Earmark.Matching;

/// <summary>Why a clip was taken for a part of a track: what was heard where, for people to see.</summary>
/// <remarks>
/// Made after the decision, and of no influence on it. Where the answer is right, hits lie on one diagonal, and peaks
/// are found in most seconds; where it is wrong, hits are strewn.
/// </remarks>
/// <param name="Hits">
/// Landmarks that clip and track have in common, by time in the clip; at most <see cref="HitLimit"/>: those
/// on the diagonal, and others from all over the clip.
/// </param>
/// <param name="HitCount">How many there are in all.</param>
/// <param name="Seconds">What was found of the track in each second of the clip.</param>
public sealed record Explanation(
    IReadOnlyList<LandmarkHit> Hits, int HitCount, IReadOnlyList<SecondEvidence> Seconds)
{
    /// <summary>The track's peaks where the clip lies, by time.</summary>
    public required IReadOnlyList<ExplainedPeak> TrackPeaks { get; init; }

    /// <summary>The clip's peaks, by time.</summary>
    public required IReadOnlyList<ExplainedPeak> ClipPeaks { get; init; }

    /// <summary>
    /// Counts at which place of the track the shown landmarks would have the clip begin: of each bin, the most that
    /// agree within 0.1 s.
    /// </summary>
    /// <param name="match">What is explained.</param>
    /// <param name="binCount">Bins that the track is cut into, and what the clip may begin before it.</param>
    public OffsetCounts CountOffsets(Match match, int binCount)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentOutOfRangeException.ThrowIfLessThan(binCount, 1);
        var start = -Seconds.Count;
        var width = (match.Track.Duration.TotalSeconds - start) / binCount;
        var offsets = Hits.Select(hit => hit.ReferenceTime - (match.TimeFactor * hit.QueryTime)).Order().ToList();
        var counts = new int[binCount];
        var end = 0;
        for (var first = 0; first < offsets.Count; first++)
        {
            while (end < offsets.Count && offsets[end] <= offsets[first] + DiagonalWidth)
            {
                end++;
            }

            var bin = Math.Clamp((int)((offsets[first] - start) / width), 0, binCount - 1);
            counts[bin] = Math.Max(counts[bin], end - first);
        }

        return new OffsetCounts(start, width, counts);
    }

    /// <summary>More than can be told apart in a picture.</summary>
    public const int HitLimit = 3_000;

    /// <summary>How far from the diagonal a hit may be to count as on it, in seconds.</summary>
    private const double DiagonalWidth = 0.1;

    /// <summary>How far apart a peak of the track and one of the clip may lie: as in the evidence of a match.</summary>
    private const double PeakSeconds = 0.024;
    private const double PeakHertz = 6;

    /// <summary>Lays a clip over a track as the match says, and looks.</summary>
    /// <param name="heard">Peaks of the clip.</param>
    /// <param name="reference">Peaks of the track.</param>
    internal static Explanation Of(
        Constellation heard, Constellation reference, Match match, FingerprintProfile profile)
    {
        var hits = FindHits(heard, reference, match, profile);
        var (track, clip) = FindPeaks(heard, reference, match, profile);
        var seconds = CountBySecond(track, heard.FrameCount * profile.FrameDuration);
        return new Explanation([.. Thin(hits, HitLimit)], hits.Count, seconds)
        {
            TrackPeaks = track,
            ClipPeaks = clip,
        };
    }

    /// <summary>
    /// The hits on the diagonal, and of the others as many as may be, from all over the clip. By time in the clip.
    /// </summary>
    internal static IEnumerable<LandmarkHit> Thin(IReadOnlyList<LandmarkHit> hits, int limit)
    {
        var aligned = hits.Where(hit => hit.IsAligned).Take(limit).ToList();
        var others = hits.Where(hit => !hit.IsAligned).OrderBy(hit => hit.QueryTime).ToList();
        var count = Math.Min(others.Count, limit - aligned.Count);
        var thinned = Enumerable.Range(0, count).Select(i => others[(int)((long)i * others.Count / count)]);
        return aligned.Concat(thinned).OrderBy(hit => hit.QueryTime);
    }

    /// <summary>Looks the clip's pairs up in the track as the search does, under the change of the match.</summary>
    private static List<LandmarkHit> FindHits(
        Constellation heard, Constellation reference, Match match, FingerprintProfile profile)
    {
        var density = SearchDensity.Sparse;
        var clip = heard with { Peaks = [.. heard.Peaks.Where(peak => peak.Rank < density.PeakRate)] };
        var byKey = LandmarkPairer.ReferenceLandmarks(reference, profile).ToLookup(l => l.Key, l => l.Frame);
        var grid = LandmarkGrid.For(profile);
        var scales = clip.Peaks
            .Select(peak => LandmarkGrid.ScaleOf(QueryClip.Hertz(peak, profile) / match.FrequencyFactor)).ToArray();
        var seen = new HashSet<(int Key, int Anchor)>();
        var hits = new List<LandmarkHit>();
        foreach (var (anchor, target) in LandmarkPairer.Pairs(clip, profile, density.FanOut))
        {
            var delay = match.TimeFactor * (clip.Peaks[target].Frame - clip.Peaks[anchor].Frame);
            var cells = grid.Cells(scales[anchor], scales[target], delay);
            var own = (int)Math.Floor(cells.Delay);
            for (var cell = own - density.DelayReach; cell <= own + density.DelayReach; cell++)
            {
                if (grid.Pack((int)Math.Floor(cells.Anchor), (int)Math.Floor(cells.Step), cell) is { } key
                    && seen.Add((key, anchor)))
                {
                    var query = clip.Peaks[anchor].Frame * profile.FrameDuration;
                    hits.AddRange(byKey[key].Select(frame => ToHit(query, frame * profile.FrameDuration, match)));
                }
            }
        }

        return hits;
    }

    private static LandmarkHit ToHit(double query, double time, Match match)
    {
        var distance = Math.Abs(match.Offset + (match.TimeFactor * query) - time);
        return new LandmarkHit(query, time, distance <= DiagonalWidth);
    }

    /// <summary>The track's peaks under the clip, and the clip's own; by frame each.</summary>
    private static (List<ExplainedPeak> Track, List<ExplainedPeak> Clip) FindPeaks(
        Constellation heard, Constellation reference, Match match, FingerprintProfile profile)
    {
        var byFrame = heard.Peaks.Index().ToLookup(peak => peak.Item.Frame);
        var reach = (int)Math.Ceiling(PeakSeconds / profile.FrameDuration);
        var stepWidth = profile.BinWidth / Peak.StepsPerBin;
        var matched = new HashSet<int>();
        var track = new List<ExplainedPeak>();
        foreach (var peak in reference.Peaks)
        {
            var time = ((peak.Frame * profile.FrameDuration) - match.Offset) / match.TimeFactor;
            if (time < 0 || time >= heard.FrameCount * profile.FrameDuration)
            {
                continue;
            }

            var step = peak.Step * match.FrequencyFactor;
            var middle = time / profile.FrameDuration;
            var near = Enumerable.Range((int)Math.Round(middle) - reach, (2 * reach) + 1)
                .Where(frame => Math.Abs(frame - middle) * profile.FrameDuration <= PeakSeconds)
                .SelectMany(frame => byFrame[frame])
                .Where(other => Math.Abs(other.Item.Step - step) * stepWidth <= PeakHertz)
                .Select(other => other.Index)
                .ToList();
            matched.UnionWith(near);
            track.Add(new ExplainedPeak(time, step * stepWidth, peak.Rank, near.Count > 0));
        }

        var clip = heard.Peaks.Select((peak, index) => new ExplainedPeak(
            peak.Frame * profile.FrameDuration, peak.Step * stepWidth, peak.Rank, matched.Contains(index)));
        return (track, [.. clip]);
    }

    private static SecondEvidence[] CountBySecond(List<ExplainedPeak> track, double duration)
    {
        var seconds = track.ToLookup(peak => (int)peak.Time);
        return
        [
            .. Enumerable.Range(0, (int)Math.Ceiling(duration)).Select(second => new SecondEvidence(
                second, seconds[second].Count(peak => peak.IsMatched), seconds[second].Count())),
        ];
    }
}
