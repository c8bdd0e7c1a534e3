using Earmark.Comparing;
using Earmark.Indexing;

namespace Earmark.Server.Contracts;

/// <summary>From what compares recordings to what the tool prints.</summary>
internal static class CompareMap
{
    /// <summary>A take.</summary>
    /// <param name="ffmpeg">The command that lines all of them up; with the first take only.</param>
    public static SyncLine ToLine(SyncedTake take, string? ffmpeg)
    {
        var isLaid = take.By is not null;
        return new SyncLine(
            take.Path,
            Math.Round(take.Duration.TotalSeconds, 3),
            take.By,
            take.IsPlaced ? Math.Round(take.Offset, 6) : null,
            take.IsPlaced ? Math.Round(take.OffsetError, 6) : null,
            take.IsPlaced ? Math.Round(take.Drift, 3) : null,
            take.DriftError is { } error ? Math.Round(error, 3) : null,
            take.OtherOffsets.Count > 0,
            [.. take.OtherOffsets.Select(offset => Math.Round(offset, 6))],
            isLaid ? Math.Round(take.Overlap, 3) : null,
            isLaid ? take.WindowCount : null,
            isLaid ? take.AgreeingCount : null,
            isLaid ? Math.Round(take.LogChance, 1) : null,
            ffmpeg);
    }

    /// <summary>A comparison.</summary>
    public static SameLine ToLine(Comparison comparison) => new(
        comparison.PathA,
        comparison.PathB,
        Math.Round(comparison.DurationA.TotalSeconds, 3),
        Math.Round(comparison.DurationB.TotalSeconds, 3),
        Relation(comparison),
        Math.Round(comparison.ShareA, 3),
        Math.Round(comparison.ShareB, 3),
        Math.Round(comparison.BestScore, 1),
        Comparison.LeastScore,
        [.. comparison.Stretches.Select(ToLine)]);

    /// <summary>What one is to the other, in a word.</summary>
    public static string Relation(Comparison comparison)
    {
        // Stretches end where the last clip ends that can be heard: fades and silence are no part of them.
        const double Whole = 0.85;
        return (comparison.Stretches.Count, comparison.ShareA >= Whole, comparison.ShareB >= Whole) switch
        {
            (0, _, _) => "nothing",
            (_, true, true) => "same",
            (_, false, true) => "b_in_a",
            (_, true, false) => "a_in_b",
            _ => "parts",
        };
    }

    /// <summary>Two tracks of a library.</summary>
    /// <param name="groups">Of copies, the best of each first.</param>
    public static DedupLine ToLine(SharedPair pair, IReadOnlyList<IReadOnlyList<Track>> groups)
    {
        var group = -1;
        for (var i = 0; i < groups.Count && pair.Kind == SharedKind.Copy && group < 0; i++)
        {
            group = groups[i].Any(track => track.Id == pair.A.Id) ? i : -1;
        }

        return new DedupLine(
            pair.Kind.ToString().ToLowerInvariant(),
            group < 0 ? null : group + 1,
            group < 0 ? null : groups[group][0].RefId,
            pair.A.RefId,
            pair.B.RefId,
            pair.A.Path,
            pair.B.Path,
            Math.Round(pair.A.Duration.TotalSeconds, 3),
            Math.Round(pair.B.Duration.TotalSeconds, 3),
            Kilobits(pair.A),
            Kilobits(pair.B),
            DuplicateGroups.TagCount(pair.A),
            DuplicateGroups.TagCount(pair.B),
            Math.Round(pair.Overlap, 1),
            Math.Round(pair.Offset, 2),
            Math.Round(pair.Speed, 5),
            Math.Round(pair.ShareA, 3),
            Math.Round(pair.ShareB, 3),
            Math.Round(pair.Similarity, 3),
            Math.Round(pair.Score, 1));
    }

    private static double? Kilobits(Track track) =>
        DuplicateGroups.BitRate(track) is { } bits ? Math.Round(bits / 1000, 1) : null;

    private static StretchLine ToLine(Stretch stretch) => new(
        Math.Round(stretch.StartA, 2),
        Math.Round(stretch.StopA, 2),
        Math.Round(stretch.StartB, 2),
        Math.Round(stretch.StopB, 2),
        Math.Round(stretch.Speed, 5),
        Math.Round(stretch.Pitch, 5),
        Math.Round(stretch.Score, 1));
}
