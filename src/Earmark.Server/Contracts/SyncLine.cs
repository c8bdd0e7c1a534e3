namespace Earmark.Server.Contracts;

/// <summary>A take, and where it lies on the time of the first.</summary>
/// <param name="By">The take it was laid beside; null for the first and for one without a place.</param>
/// <param name="OffsetS">Null for a take that overlaps with none.</param>
/// <param name="OffsetErrorS">Half of a 95 % interval.</param>
/// <param name="DriftPpm">What lasts a second in the take lasts so much longer in the first.</param>
/// <param name="DriftErrorPpm">Null where the overlap is too short to tell.</param>
/// <param name="Ambiguous">Whether the take lies at other offsets as well, as far as can be heard.</param>
/// <param name="OtherOffsetsS">Those offsets, the likeliest first; as precise as the offset itself.</param>
/// <param name="Log10Chance">How often takes of different events agree as well.</param>
internal sealed record SyncLine(
    string File,
    double DurationS,
    string? By,
    double? OffsetS,
    double? OffsetErrorS,
    double? DriftPpm,
    double? DriftErrorPpm,
    bool Ambiguous,
    IReadOnlyList<double> OtherOffsetsS,
    double? OverlapS,
    int? Windows,
    int? WindowsAgreeing,
    double? Log10Chance,
    string? Ffmpeg);
