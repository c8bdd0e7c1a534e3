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
        var zone = new RankedZone(peaks);
        for (var anchor = 0; anchor < peaks.Length; anchor++)
        {
            zone.Move(peaks[anchor].Frame + nearest, peaks[anchor].Frame + furthest);
            var end = pairs.Count + fanOut;
            foreach (var place in zone.Places)
            {
                if (pairs.Count == end)
                {
                    break;
                }

                var target = RankedZone.Index(place);
                if (Math.Abs(scales[target] - scales[anchor]) < grid.ZoneReach)
                {
                    pairs.Add(new PeakPair(anchor, target));
                }
            }
        }

        return pairs;
    }
}
