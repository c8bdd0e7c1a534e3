using Earmark.Cli.Output;
using Earmark.Cli.Pictures;
using Earmark.Matching;

namespace Earmark.Cli.Report;

/// <summary>The pictures of an answer, in the order in which it came about.</summary>
internal static class ExplainFigures
{
    private const string ClipTime = "time in the clip, s";

    /// <summary>Peaks that are drawn: those that a track would keep too.</summary>
    private const int DrawnRank = 20;
    private const int OffsetBins = 160;

    /// <summary>All that there is something to draw for.</summary>
    public static IEnumerable<Figure> All(Account account)
    {
        if (account.Answer.Contrast is { FrameCount: > 0 })
        {
            yield return Heard(account);
        }

        if (account is { Chosen: { } chosen, Explanation: { } explanation })
        {
            yield return Peaks(account, explanation);
            yield return Places(account, chosen.Match, explanation);
            yield return Offsets(chosen.Match, explanation);
            yield return EvidenceFigures.BySecond(account, chosen, explanation);
            yield return EvidenceFigures.Margin(account, chosen);
            yield return EvidenceFigures.Changes(chosen);
        }

        if (account.Answer.Evidence.Contenders.Count > 0)
        {
            yield return EvidenceFigures.Rivals(account);
        }
    }

    private static Figure Heard(Account account)
    {
        var (start, stop) = account.Span;
        var profile = account.Profile;
        var peaks = account.Answer.Heard.Peaks
            .Where(peak => peak.Rank < DrawnRank)
            .Select(peak => (
                X: peak.Frame * profile.FrameDuration, Y: peak.Step * profile.BinWidth / Landmarks.Peak.StepsPerBin))
            .Where(peak => peak.X >= start && peak.X < stop)
            .ToList();
        return new Figure(
            "1-heard",
            "What was heard",
            "The sound as the search sees it, time to the right and pitch upwards. Yellow is what stands out of its " +
            $"surroundings; loudness itself does not count. The {peaks.Count} rings are the strongest peaks, the " +
            "constellation: noise and equalizers change nearly everything else, but seldom where these lie.",
            size => new Chart(
                $"Spectrogram of the clip with {peaks.Count} peaks", Time(start, stop, size), Frequency(profile))
            {
                Width = size.Width,
                Height = size.Height,
                Right = 16,
                HasGrid = false,
                Layers =
                [
                    new Layer.Heat(HeardGrid.Of(
                        account.Answer.Contrast!,
                        profile,
                        account.Span,
                        (int)size.Width,
                        (int)(0.8 * size.Height),
                        HeardGrid.Range)),
                    new Layer.Scatter(Ink.White, peaks, 3) { Shape = DotShape.Ring },
                ],
            });
    }

    private static Figure Peaks(Account account, Explanation explanation)
    {
        var (start, stop) = account.Span;
        var track = explanation.TrackPeaks.Where(peak => peak.Time >= start && peak.Time < stop).ToList();
        var found = track.Count(peak => peak.IsMatched);
        var clip = explanation.ClipPeaks.Where(
            peak => !peak.IsMatched && peak.Rank < DrawnRank && peak.Time >= start && peak.Time < stop);
        return new Figure(
            "2-peaks",
            "Peaks of the track and of the clip",
            $"The track has {track.Count} peaks where the clip would lie; {found} of them are peaks of the clip too, " +
            "within 24 ms and 6 Hz (discs). Crosses are peaks of the track that noise has buried or that are not " +
            "there; rings are sounds of the clip alone.",
            size => new Chart(
                $"{found} of {track.Count} peaks of the track are in the clip",
                Time(start, stop, size),
                Frequency(account.Profile))
            {
                Width = size.Width,
                Height = size.Height,
                Right = 16,
                Legend =
                [
                    new Key(Ink.Color0, DotShape.Disc, "track and clip"),
                    new Key(Ink.Color1, DotShape.Cross, "track alone"),
                    new Key(Ink.Soft, DotShape.Ring, "clip alone"),
                ],
                Layers =
                [
                    new Layer.Scatter(Ink.Soft, At(clip), 2.6) { Shape = DotShape.Ring, Opacity = 0.55 },
                    new Layer.Scatter(Ink.Color1, At(track.Where(peak => !peak.IsMatched)), 2.6)
                    {
                        Shape = DotShape.Cross,
                    },
                    new Layer.Scatter(Ink.Color0, At(track.Where(peak => peak.IsMatched)), 3.6),
                ],
            });
    }

    private static Figure Places(Account account, Match match, Explanation explanation)
    {
        var (start, stop) = account.Span;
        var aligned = explanation.Hits.Count(hit => hit.IsAligned);
        var reach = Math.Max(2, stop - start);
        var (from, to) = (match.Offset + (match.TimeFactor * start), match.Offset + (match.TimeFactor * stop));
        var end = match.Track.Duration.TotalSeconds;
        var low = Math.Max(0, Math.Min(from - reach, end - 1));
        var high = Math.Max(low + 1, Math.Min(to + reach, end));
        var hits = explanation.Hits
            .Where(hit => hit.ReferenceTime >= low && hit.ReferenceTime <= high && hit.QueryTime >= start).ToList();
        return new Figure(
            "3-places",
            "Where clip and track agree",
            "Each dot is a pair of peaks, a landmark, that both have: how far into the clip, and how far into the " +
            $"track. If this is the recording, they lie on one diagonal: {aligned} of {explanation.HitCount} do. " +
            "What merely sounds alike has them anywhere.",
            size => new Chart(
                $"{aligned} of {explanation.HitCount} common landmarks lie on one diagonal",
                Time(start, stop, size),
                Axis.Of("time in the track, min:s", low, high, 6, Text.Clock))
            {
                Width = size.Width,
                Height = size.Height,
                Right = 16,
                Layers =
                [
                    new Layer.Path(Ink.Color0, [(start, from), (stop, to)]) { Width = 7, Opacity = 0.25 },
                    new Layer.Scatter(Ink.Soft, At(hits.Where(hit => !hit.IsAligned)), 1.8) { Opacity = 0.5 },
                    new Layer.Scatter(Ink.Color0, At(hits.Where(hit => hit.IsAligned)), 2.6),
                ],
            });
    }

    private static Figure Offsets(Match match, Explanation explanation)
    {
        var offsets = explanation.CountOffsets(match, OffsetBins);
        var most = offsets.Counts.Max();
        var spike = BinOf(match.Offset, offsets);
        var count = offsets.Counts[spike];
        var rest = offsets.Counts.Where((_, bin) => bin != spike).DefaultIfEmpty(0).Max();
        var duration = match.Track.Duration.TotalSeconds;
        return new Figure(
            "4-offsets",
            "Where each of them would have the clip begin",
            $"The same landmarks, counted by the place that they speak for: {count} agree within 0.1 s on the place " +
            $"of this answer, and at most {rest} on any other. A clip of the track makes a spike" +
            (count > 2 * rest ? "." : "; where speed was changed or noise is loud, a low one."),
            size => new Chart(
                $"{count} landmarks agree on where the clip begins, and at most {rest} on another place",
                Axis.Of(
                    "where in the track the clip would begin, min:s",
                    offsets.Start,
                    duration,
                    size.TickCount,
                    Text.Clock),
                Axis.Of("landmarks that agree", 0, Math.Max(1, most), 4))
            {
                Width = size.Width,
                Height = 0.75 * size.Height,
                Right = 24,
                Layers = [.. Bars(offsets, spike)],
            });
    }

    private static IEnumerable<Layer> Bars(OffsetCounts offsets, int spike)
    {
        foreach (var (bin, count) in offsets.Counts.Index().Where(bin => bin.Item > 0))
        {
            var from = offsets.Start + (bin * offsets.BinWidth);
            yield return new Layer.Bar(bin == spike ? Ink.Color0 : Ink.Soft, from, 0, from + offsets.BinWidth, count)
            {
                Inset = (0.2, 0),
                Opacity = bin == spike ? 1 : 0.7,
            };
        }

        var middle = offsets.Start + ((spike + 0.5) * offsets.BinWidth);
        var isLate = spike > offsets.Counts.Count / 2;
        yield return new Layer.Label(Ink.Color0, middle, offsets.Counts[spike], Text.Clock(Math.Max(0, middle)))
        {
            Anchor = isLate ? Anchor.End : Anchor.Start,
            Shift = (isLate ? -6 : 6, 12),
        };
    }

    /// <summary>The bin of an offset, or the one beside it where that has more.</summary>
    private static int BinOf(double offset, OffsetCounts offsets)
    {
        var bin = Math.Clamp((int)((offset - offsets.Start) / offsets.BinWidth), 0, offsets.Counts.Count - 1);
        return Enumerable.Range(bin - 1, 3)
            .Where(near => near >= 0 && near < offsets.Counts.Count)
            .OrderByDescending(near => offsets.Counts[near])
            .ThenBy(near => Math.Abs(near - bin))
            .First();
    }

    /// <summary>The horizontal axis of what is drawn second by second.</summary>
    public static Axis Time(double start, double stop, FigureSize size) =>
        Axis.Of(ClipTime, start, stop, size.TickCount);

    private static Axis Frequency(FingerprintProfile profile) => Axis.Of(
        "frequency, Hz", profile.LowestBin * profile.BinWidth, (profile.HighestBin + 1) * profile.BinWidth, 4);

    private static IEnumerable<(double, double)> At(IEnumerable<ExplainedPeak> peaks) =>
        peaks.Select(peak => (peak.Time, peak.Frequency));

    private static IEnumerable<(double, double)> At(IEnumerable<LandmarkHit> hits) =>
        hits.Select(hit => (hit.QueryTime, hit.ReferenceTime));
}
