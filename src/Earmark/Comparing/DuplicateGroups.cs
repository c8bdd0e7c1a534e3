using Earmark.Indexing;

namespace Earmark.Comparing;

/// <summary>Tracks that are copies of one recording, the best of each group first.</summary>
public static class DuplicateGroups
{
    /// <summary>Durations nearer than this are one, in seconds: encoders pad, and players trim.</summary>
    private const double SameDuration = 2;

    /// <summary>Joins pairs of copies to groups; pairs of other kinds join nothing.</summary>
    /// <returns>By the ref id of the best; in each the best first.</returns>
    public static IReadOnlyList<IReadOnlyList<Track>> Of(IEnumerable<SharedPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var groupOf = new Dictionary<long, List<Track>>();
        foreach (var pair in pairs.Where(pair => pair.Kind == SharedKind.Copy))
        {
            var (a, b) = (GroupOf(pair.A), GroupOf(pair.B));
            if (a != b)
            {
                a.AddRange(b);
                b.ForEach(track => groupOf[track.Id] = a);
            }
        }

        return
        [
            .. groupOf.Values.Distinct()
                .Select(Ranked)
                .OrderBy(group => group[0].RefId, StringComparer.Ordinal),
        ];

        List<Track> GroupOf(Track track)
        {
            if (!groupOf.TryGetValue(track.Id, out var group))
            {
                groupOf[track.Id] = group = [track];
            }

            return group;
        }
    }

    /// <summary>Bits per second of the file that a track was read from; null where it is not known.</summary>
    public static double? BitRate(Track track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return track is { Path: not null, FileSize: > 0, Duration.Ticks: > 0 }
            ? 8 * track.FileSize / track.Duration.TotalSeconds
            : null;
    }

    /// <summary>How many of title, artist and album a track has.</summary>
    public static int TagCount(Track track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return new[] { track.Title, track.Artist, track.Album }.Count(tag => !string.IsNullOrEmpty(tag));
    }

    /// <summary>Whole ones first, then those of the higher rate, then those with more tags.</summary>
    private static List<Track> Ranked(List<Track> group)
    {
        var longest = group.Max(track => track.Duration.TotalSeconds);
        return
        [
            .. group
                .OrderByDescending(track => track.Duration.TotalSeconds >= longest - SameDuration)
                .ThenByDescending(track => BitRate(track) ?? 0)
                .ThenByDescending(TagCount)
                .ThenBy(track => track.RefId, StringComparer.Ordinal),
        ];
    }
}
