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
        var peaks = constellation.Peaks;
        var nearest = (int)Math.Ceiling((profile.ZoneStart / profile.FrameDuration) - 1e-9);
        var furthest = (int)Math.Floor((profile.ZoneEnd / profile.FrameDuration) + 1e-9);

        var pairs = new List<PeakPair>();
        var zone = new List<int>();
        var zoneStart = 0;
        for (var anchor = 0; anchor < peaks.Count; anchor++)
        {
            while (zoneStart < peaks.Count && peaks[zoneStart].Frame < peaks[anchor].Frame + nearest)
            {
                zoneStart++;
            }

            var scale = grid.Scale(peaks[anchor].Step);
            zone.Clear();
            for (var target = zoneStart;
                target < peaks.Count && peaks[target].Frame <= peaks[anchor].Frame + furthest;
                target++)
            {
                if (Math.Abs(grid.Scale(peaks[target].Step) - scale) < grid.ZoneReach)
                {
                    Insert(zone, target, peaks, fanOut);
                }
            }

            foreach (var target in zone)
            {
                pairs.Add(new PeakPair(anchor, target));
            }
        }

        return pairs;
    }

    /// <summary>Keeps the <paramref name="limit"/> targets of lowest rank, in order; a later one loses a tie.</summary>
    private static void Insert(List<int> zone, int target, IReadOnlyList<Peak> peaks, int limit)
    {
        var at = zone.Count;
        while (at > 0 && peaks[target].Rank < peaks[zone[at - 1]].Rank)
        {
            at--;
        }

        if (at < limit)
        {
            if (zone.Count == limit)
            {
                zone.RemoveAt(limit - 1);
            }

            zone.Insert(at, target);
        }
    }
}
