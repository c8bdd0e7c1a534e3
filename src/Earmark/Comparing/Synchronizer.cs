using Earmark.Audio;
using Earmark.Matching;

namespace Earmark.Comparing;

/// <summary>Lays takes of one event beside each other: one concert, say, by several microphones.</summary>
/// <remarks>
/// Clips of one take are searched in the other as queries are in a library, which takes noise and rooms; where many
/// agree on an offset, windows of the sound itself are correlated there, and a line through them is the answer. Takes
/// that do not overlap with the first are laid beside those that do.
/// </remarks>
public static class Synchronizer
{
    /// <summary>Seconds of a clip that is searched for, and places of it that are considered; loops have many.
    /// </summary>
    private const int ClipSeconds = 15;
    private const int PlacesPerClip = 10;

    /// <summary>Lines that are considered where music repeats itself; each is another pass through the sound.
    /// </summary>
    private const int LinesMax = 24;

    /// <summary>What resampling and the parabola may err by, in seconds.</summary>
    private const double LeastError = 0.00005;

    /// <summary>How far off a place may be that peaks alone say: those of a room come late by as much.</summary>
    private const double PeaksError = 0.06;

    /// <summary>Returns the takes in the order given, each with its place on the time of the first.</summary>
    /// <param name="paths">Files of any format that FFmpeg reads, two at least.</param>
    /// <exception cref="AudioException">One of them is no audio that can be read.</exception>
    public static Task<IReadOnlyList<SyncedTake>> SyncAsync(
        IReadOnlyList<string> paths, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfLessThan(paths.Count, 2, nameof(paths));
        return Task.Run<IReadOnlyList<SyncedTake>>(
            () => Sync(paths, FingerprintProfile.Full, cancellation), cancellation);
    }

    private static List<SyncedTake> Sync(
        IReadOnlyList<string> paths, FingerprintProfile profile, CancellationToken cancellation)
    {
        var recordings = new List<ComparedRecording>();
        try
        {
            foreach (var path in paths)
            {
                recordings.Add(ComparedRecording.Hear(path, profile, cancellation));
            }

            var takes = recordings.ConvertAll(recording => new SyncedTake
            {
                Path = recording.Path,
                Duration = recording.Hearing.Duration,
                Warnings = recording.Hearing.Warnings,
            });
            takes[0] = takes[0] with { IsPlaced = true };
            Place(recordings, takes, profile, cancellation);
            return takes;
        }
        finally
        {
            recordings.ForEach(recording => recording.Dispose());
        }
    }

    /// <summary>Lays beside each take that has a place those that have none yet, the first take first.</summary>
    private static void Place(
        List<ComparedRecording> recordings,
        List<SyncedTake> takes,
        FingerprintProfile profile,
        CancellationToken cancellation)
    {
        var placed = new Queue<int>([0]);
        while (placed.TryDequeue(out var by))
        {
            for (var i = 0; i < takes.Count; i++)
            {
                if (!takes[i].IsPlaced && Lay(recordings[by], recordings[i], profile, cancellation) is { } laid)
                {
                    takes[i] = Through(takes[by], laid) with { Warnings = takes[i].Warnings };
                    placed.Enqueue(i);
                }
            }
        }
    }

    /// <summary>Returns the take's place on the time of the reference; null where they do not overlap.</summary>
    private static SyncedTake? Lay(
        ComparedRecording reference,
        ComparedRecording take,
        FingerprintProfile profile,
        CancellationToken cancellation)
    {
        if (reference.Index is not { } index)
        {
            return null;
        }

        var clips = ClipWalk.Through(take.Path, profile, ClipSeconds, cancellation)
            .Select(clip => PlaceSearch.Find(index, clip, HypothesisSet.None, PlacesPerClip, cancellation))
            .ToList();
        var lines = CoarseLine.Find(clips, PlacesPerClip, reference.Duration, LinesMax);
        if (lines.Count == 0)
        {
            return null;
        }

        var (whole, part) = (reference.Extent, take.Extent);
        var (coarse, others) = LineChoice.Of(whole, part, lines, profile, cancellation);
        var byPeaks = LogChance(coarse.Places, clips.Count);
        var isSureByPeaks = byPeaks <= FineLine.Result.LogChanceMax;
        var fine = FineLine.Refine(whole, part, coarse.Line, profile, cancellation);
        if (fine is { } found && (found.IsSure || (isSureByPeaks && found.IsAgreed)))
        {
            return ToTake(reference, take, found, Math.Min(byPeaks, found.LogChance)) with
            {
                OtherOffsets = [.. others.Select(line => line.Offset)],
            };
        }

        return isSureByPeaks ? ToTake(reference, take, coarse.Line, byPeaks) : null;
    }

    /// <summary>
    /// Natural logarithm of how often chance finds a clip that says as much as the one of these places that says most.
    /// </summary>
    private static double LogChance(List<Place> places, int clipCount)
    {
        // What other tracks would say is not known where there are none: it is at most this.
        var margin = places.Max(place => place.Margin) - FalseMatchModel.ChanceLimit;
        return Math.Min(0, Math.Log(clipCount * FalseMatchModel.EValue(margin, trackCount: 1)));
    }

    /// <summary>A take whose sound agrees with the reference's.</summary>
    private static SyncedTake ToTake(
        ComparedRecording reference, ComparedRecording take, FineLine.Result fine, double logChance)
    {
        var fit = fine.Fit;
        var isMeasured = !double.IsInfinity(fit.FactorError);
        return ToTake(reference, take, fit.Line, logChance) with
        {
            OffsetError = LeastError + (1.96 * fit.ErrorAt(0)),
            Drift = isMeasured ? 1e6 * (fit.Line.Factor - 1) : 0,
            DriftError = isMeasured ? 1.96e6 * fit.FactorError : null,
            WindowCount = fine.WindowCount,
            AgreeingCount = fit.Inliers.Count,
        };
    }

    /// <summary>A take of which only the peaks agree, as where each microphone stands in another room.</summary>
    private static SyncedTake ToTake(
        ComparedRecording reference, ComparedRecording take, Line line, double logChance) => new()
    {
        Path = take.Path,
        Duration = take.Hearing.Duration,
        By = reference.Path,
        IsPlaced = true,
        Offset = line.Offset,
        OffsetError = PeaksError,
        Drift = 1e6 * (line.Factor - 1),
        Overlap = Math.Min(take.Duration, line.Unmap(reference.Duration)) - Math.Max(0, line.Unmap(0)),
        LogChance = Math.Max(-300, logChance / Math.Log(10)),
    };

    /// <summary>A take that was laid beside another, on the time that this other one is on.</summary>
    private static SyncedTake Through(SyncedTake by, SyncedTake laid)
    {
        var line = new Line(laid.Offset, 1 + (laid.Drift / 1e6)).Then(new Line(by.Offset, 1 + (by.Drift / 1e6)));
        var drift = (by.DriftError ?? 0, laid.DriftError) is (var a, { } b) ? double.Hypot(a, b) : (double?)null;
        var driftShift = (by.DriftError ?? 0) * 1e-6 * laid.Offset;
        return laid with
        {
            Offset = line.Offset,
            OffsetError = double.Hypot(double.Hypot(by.OffsetError, laid.OffsetError), driftShift),
            OtherOffsets = [.. laid.OtherOffsets.Select(by.Map)],
            Drift = 1e6 * (line.Factor - 1),
            DriftError = drift,
            LogChance = Math.Max(by.LogChance == 0 ? laid.LogChance : by.LogChance, laid.LogChance),
        };
    }
}
