namespace Earmark.Indexing;

/// <summary>Why a segment file cannot be used.</summary>
/// <param name="Found">As a clause that follows the file's name: "has a damaged header".</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsDamage">Whether mending may replace the file: it is not what was written there.</param>
internal sealed record SegmentFault(string Found, string Remedy, bool IsDamage)
{
    /// <summary>The file is not as it was written.</summary>
    public static SegmentFault Damage(string found) => new(
        found,
        "restore that file from a backup, or run `earmark verify --mend`, " +
        "which keeps what can be kept and lists what to store again",
        IsDamage: true);

    /// <summary>A later program wrote it.</summary>
    public static SegmentFault Newer(uint version) => new(
        $"has format {version}, this program reads up to {SegmentHeader.FormatVersion}",
        "use a newer Earmark",
        IsDamage: false);

    /// <summary>It is another library's.</summary>
    public static SegmentFault Foreign(string own, string expected) => new(
        $"was made with profile {own}, the library with {expected}", "restore the file that belongs there",
        IsDamage: false);
}
