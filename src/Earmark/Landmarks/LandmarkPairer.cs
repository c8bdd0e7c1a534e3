namespace Earmark.Landmarks;

/// <summary>Joins each peak of a constellation with the most salient peaks of its target zone.</summary>
/// <remarks>
/// <para>
/// The zone of an anchor reaches from <see cref="FingerprintProfile.ZoneStart"/> to
/// <see cref="FingerprintProfile.ZoneEnd"/> seconds after it, and half the band's width up and down in frequency as
/// <see cref="LandmarkGrid.Scale"/> measures it. Of the peaks in it, those of the lowest rank are taken; where ranks
/// tie, the earliest, then the lowest: salient peaks survive noise, near ones need not.
/// </para>
/// <para>Source: A. Wang, ISMIR 2003, section 2.2; there, targets are taken by nearness.</para>
/// </remarks>
public static class LandmarkPairer
{
    /// <summary>Returns the landmarks that the index holds of a reference, by anchor.</summary>
    public static Landmark[] ReferenceLandmarks(Constellation constellation, FingerprintProfile profile)
    {
        ArgumentNullException.ThrowIfNull(constellation);
        ArgumentNullException.ThrowIfNull(profile);

        var grid = LandmarkGrid.For(profile);
        var peaks = constellation.Peaks;
        var landmarks = new List<Landmark>();
        foreach (var pair in Pairs(constellation, profile, profile.ReferenceFanOut))
        {
            var key = grid.Key(peaks[pair.Anchor], peaks[pair.Target]);
            if (key is { } value)
            {
                landmarks.Add(new Landmark(value, peaks[pair.Anchor].Frame));
            }
        }

        return [.. landmarks];
    }

    /// <summary>Returns the pairs of all anchors, at most <paramref name="fanOut"/> each, by anchor.</summary>
    public static List<PeakPair> Pairs(Constellation constellation, FingerprintProfile profile, int fanOut)
    {
        ArgumentNullException.ThrowIfNull(constellation);
        ArgumentNullException.ThrowIfNull(profile);

        var grid = LandmarkGrid.For(profile);
        Peak[] peaks = [.. constellation.Peaks];
        var scales = Array.ConvertAll(peaks, peak => grid.Scale(peak.Step));
        var nearest = (int)Math.Ceiling((profile.ZoneStart / profile.FrameDuration) - 1e-9);
        var furthest = (int)Math.Floor((profile.ZoneEnd / profile.FrameDuration) + 1e-9);

        var pairs = new List<PeakPair>(peaks.Length * fanOut);
        var best = new int[fanOut];
        var zoneStart = 0;
        for (var anchor = 0; anchor < peaks.Length; anchor++)
        {
            while (zoneStart < peaks.Length && peaks[zoneStart].Frame < peaks[anchor].Frame + nearest)
            {
                zoneStart++;
            }

            var count = 0;
            for (var target = zoneStart;
                target < peaks.Length && peaks[target].Frame <= peaks[anchor].Frame + furthest;
                target++)
            {
                if (Math.Abs(scales[target] - scales[anchor]) < grid.ZoneReach)
                {
                    count = Insert(best, count, target, peaks);
                }
            }

            foreach (var target in best.AsSpan(0, count))
            {
                pairs.Add(new PeakPair(anchor, target));
            }
        }

        return pairs;
    }

    /// <summary>Keeps the targets of lowest rank, in order, as many as fit; a later one loses a tie.</summary>
    /// <returns>How many there are now.</returns>
    private static int Insert(Span<int> best, int count, int target, ReadOnlySpan<Peak> peaks)
    {
        var rank = peaks[target].Rank;
        if (count == best.Length)
        {
            if (count == 0 || rank >= peaks[best[^1]].Rank)
            {
                return count;
            }

            count--;
        }

        var at = count;
        for (; at > 0 && rank < peaks[best[at - 1]].Rank; at--)
        {
            best[at] = best[at - 1];
        }

        best[at] = target;
        return count + 1;
    }
}
