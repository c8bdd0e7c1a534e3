namespace Earmark;

/// <summary>How tracks are taken over from an export or another library.</summary>
public sealed record ImportOptions
{
    /// <summary>What becomes of tracks whose ref ids are taken by other recordings.</summary>
    public ConflictRule OnConflict { get; init; } = ConflictRule.Skip;
}
