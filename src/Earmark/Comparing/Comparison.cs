using Earmark.Audio;
using Earmark.Matching;

namespace Earmark.Comparing;

/// <summary>Two recordings, and what they share.</summary>
public sealed record Comparison
{
    /// <summary>
    /// Score that a stretch must have, in nats. Measured on recordings that share nothing: docs/comparing.md.
    /// </summary>
    public const double LeastScore = 12;

    private const int ClipSeconds = 10;
    private const int PlacesPerClip = 3;

    /// <summary>Clips that are searched for under every change of speed, tempo and pitch.</summary>
    private const int ScoutMax = 24;

    /// <summary>Margin from which a scout's change is tried on all clips, in nats.</summary>
    private const double ScoutMargin = 4;

    /// <summary>The first file.</summary>
    public required string PathA { get; init; }

    /// <summary>The second file.</summary>
    public required string PathB { get; init; }

    /// <summary>How long the first is.</summary>
    public required TimeSpan DurationA { get; init; }

    /// <summary>How long the second is.</summary>
    public required TimeSpan DurationB { get; init; }

    /// <summary>What they share, by where it begins in the second; none where they share nothing.</summary>
    public required IReadOnlyList<Stretch> Stretches { get; init; }

    /// <summary>The highest score of a stretch, whether it is enough or not, in nats.</summary>
    public required double BestScore { get; init; }

    /// <summary>What was wrong with the files though they could be read, a sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Share of the first that is in the second too, 0 … 1.</summary>
    public double ShareA => Share(Stretches.Select(s => (s.StartA, s.StopA)), DurationA);

    /// <summary>Share of the second that is in the first too, 0 … 1.</summary>
    public double ShareB => Share(Stretches.Select(s => (s.StartB, s.StopB)), DurationB);

    /// <summary>Compares two files; clips of the shorter are searched in the longer.</summary>
    /// <exception cref="AudioException">One of them is no audio that can be read.</exception>
    public static Task<Comparison> OfAsync(string a, string b, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(a);
        ArgumentException.ThrowIfNullOrEmpty(b);
        return Task.Run(() => Of(a, b, FingerprintProfile.Full, cancellation), cancellation);
    }

    private static Comparison Of(string a, string b, FingerprintProfile profile, CancellationToken cancellation)
    {
        using var heardA = ComparedRecording.Hear(a, profile, cancellation);
        using var heardB = ComparedRecording.Hear(b, profile, cancellation);
        var isLongerA = heardA.Duration >= heardB.Duration;
        var (longer, shorter) = isLongerA ? (heardA, heardB) : (heardB, heardA);
        var chains = StretchChain.Join(Search(longer, shorter, profile, cancellation));
        var stretches = chains
            .Where(chain => StretchChain.Score(chain) >= LeastScore)
            .Select(StretchChain.ToStretch)
            .Select(stretch => isLongerA ? stretch : stretch.Mirrored());
        return new Comparison
        {
            PathA = a,
            PathB = b,
            DurationA = heardA.Hearing.Duration,
            DurationB = heardB.Hearing.Duration,
            Stretches = [.. stretches.OrderBy(stretch => stretch.StartB)],
            BestScore = chains.Select(StretchChain.Score).DefaultIfEmpty().Max(),
            Warnings = [.. heardA.Hearing.Warnings, .. heardB.Hearing.Warnings],
        };
    }

    /// <summary>Returns the places of each clip of the shorter one in the longer one.</summary>
    private static List<List<Place>> Search(
        ComparedRecording longer, ComparedRecording shorter, FingerprintProfile profile, CancellationToken cancellation)
    {
        if (longer.Index is not { } index)
        {
            return [];
        }

        var clipCount = (int)(shorter.Duration / ClipSeconds);
        var places = new List<List<Place>>();
        foreach (var clip in ClipWalk.Through(shorter.Path, profile, ClipSeconds, cancellation))
        {
            var isScout = places.Count % (1 + (clipCount / ScoutMax)) == 0;
            places.Add(PlaceSearch.Find(
                index, clip, isScout ? HypothesisSet.Usual : HypothesisSet.None, PlacesPerClip, cancellation));
        }

        var changes = Changes(places);
        if (changes.Count > 0 && clipCount > ScoutMax)
        {
            foreach (var (i, clip) in ClipWalk.Through(shorter.Path, profile, ClipSeconds, cancellation).Index())
            {
                if (!places[i].Exists(place => place.Margin >= ScoutMargin))
                {
                    places[i] = PlaceSearch.Find(index, clip, HypothesisSet.Few(changes), PlacesPerClip, cancellation);
                }
            }
        }

        return places;
    }

    /// <summary>The changes of speed, tempo or pitch that scouts have found, each once.</summary>
    private static List<Hypothesis> Changes(List<List<Place>> places)
    {
        const double Unchanged = 0.004;
        var changes = new List<Hypothesis>();
        foreach (var warp in places.SelectMany(p => p).Where(p => p.Margin >= ScoutMargin).Select(p => p.Warp))
        {
            if (!IsNear(warp, Warp.Identity) && !changes.Exists(known => IsNear(known.Warp, warp)))
            {
                changes.Add(new Hypothesis(warp, Hypothesis.Drift));
            }
        }

        return changes;

        static bool IsNear(Warp a, Warp b) =>
            Math.Abs(Math.Log(a.Time / b.Time)) < Unchanged
            && Math.Abs(Math.Log(a.Frequency / b.Frequency)) < Unchanged;
    }

    private static double Share(IEnumerable<(double Start, double Stop)> parts, TimeSpan duration)
    {
        var (covered, end) = (0.0, 0.0);
        foreach (var (start, stop) in parts.OrderBy(part => part.Start))
        {
            covered += Math.Max(0, stop - Math.Max(start, end));
            end = Math.Max(end, stop);
        }

        return Math.Clamp(covered / Math.Max(0.001, duration.TotalSeconds), 0, 1);
    }
}
