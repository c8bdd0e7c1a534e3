using System.Globalization;
using System.Numerics;
using System.Text;

namespace Earmark;

/// <summary>
/// Every number that shapes a fingerprint. Immutable: a library is written and searched with one profile.
/// </summary>
/// <remarks>
/// <para>
/// Values and their reasons: docs/fingerprint.md. References and queries share the front end; they differ only in
/// how many of the ranked peaks they keep and how many targets each anchor takes, so the reference's landmarks are
/// nearly a subset of the query's. How a query is searched is no part of a fingerprint.
/// </para>
/// <para>A frame is one hop (16 ms); a bin is <see cref="BinWidth"/> (3.90625 Hz).</para>
/// </remarks>
public sealed record FingerprintProfile
{
    /// <summary>Counts changes of what is computed, not only with what numbers: raise it with each.</summary>
    private const int AlgorithmVersion = 1;

    /// <summary>Highest recall: 58.7 postings per second of music.</summary>
    public static FingerprintProfile Full { get; } = new();

    /// <summary>Half the index, and nearly the recall of the full one: 29.3 postings per second.</summary>
    public static FingerprintProfile Lean { get; } =
        new() { Name = "lean", ReferencePeakRate = 15, ReferenceFanOut = 2 };

    /// <summary>The profiles that ship, the default first.</summary>
    public static IReadOnlyList<FingerprintProfile> Known { get; } = [Full, Lean];

    /// <summary>What people call it; the first part of <see cref="Id"/>.</summary>
    public string Name { get; init; } = "full";

    /// <summary>Rate that all audio is resampled to, in samples per second.</summary>
    public int SampleRate { get; init; } = 8000;

    /// <summary>Length of the Hann window and of the transform, in samples (256 ms).</summary>
    public int WindowLength { get; init; } = 2048;

    /// <summary>Samples between frames (16 ms).</summary>
    public int HopLength { get; init; } = 128;

    /// <summary>Lowest bin of the band, a guard: it takes part in means and maxima but is never a peak.</summary>
    public int LowestBin { get; init; } = 24;

    /// <summary>Highest bin of the band, a guard like <see cref="LowestBin"/> (3906 Hz).</summary>
    public int HighestBin { get; init; } = 1000;

    /// <summary>Half-width of the local mean that whitens the spectrogram, in frames (1.0 s).</summary>
    public int ContrastFrameRadius { get; init; } = 63;

    /// <summary>Half-width of the local mean, in bins (156 Hz).</summary>
    public int ContrastBinRadius { get; init; } = 40;

    /// <summary>Half-width of the neighborhood a peak must lead, in frames (64 ms).</summary>
    public int PeakFrameRadius { get; init; } = 4;

    /// <summary>Half-width of the neighborhood a peak must lead, in bins (31 Hz).</summary>
    public int PeakBinRadius { get; init; } = 8;

    /// <summary>Peaks that a reference keeps, per second: those outranked by fewer within ±0.5 s.</summary>
    public int ReferencePeakRate { get; init; } = 20;

    /// <summary>Peaks that a query keeps, per second. No part of the id: it touches nothing that is stored.</summary>
    public int QueryPeakRate { get; init; } = 100;

    /// <summary>Targets that each anchor of a reference takes.</summary>
    public int ReferenceFanOut { get; init; } = 3;

    /// <summary>Nearest target, in seconds after its anchor.</summary>
    public double ZoneStart { get; init; } = 0.06;

    /// <summary>Furthest target, in seconds after its anchor.</summary>
    public double ZoneEnd { get; init; } = 1.2;

    /// <summary>Cells of the key for the anchor's frequency.</summary>
    public int AnchorCells { get; init; } = 512;

    /// <summary>
    /// Cells of the key for the step in frequency from anchor to target, two of them beyond the zone.
    /// </summary>
    public int StepCells { get; init; } = 258;

    /// <summary>Cells of the key for the time from anchor to target, one frame each.</summary>
    public int DelayCells { get; init; } = 96;

    /// <summary>Keys are 0 … KeyCount − 1 (23.6 bits).</summary>
    public int KeyCount => AnchorCells * StepCells * DelayCells;

    /// <summary>Seconds per frame.</summary>
    public double FrameDuration => (double)HopLength / SampleRate;

    /// <summary>Hertz per bin.</summary>
    public double BinWidth => (double)SampleRate / WindowLength;

    /// <summary>Bins in the band, both guards included.</summary>
    public int BinCount => HighestBin - LowestBin + 1;

    /// <summary>Name and checksum of all parameters: equal ids mean equal fingerprints.</summary>
    public string Id => $"{Name}-{Crc32C.Compute(Encoding.UTF8.GetBytes(Parameters)):x8}";

    /// <exception cref="ArgumentException">A value is out of its range; the message lists all that are.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        Require(WindowLength >= 32 && BitOperations.IsPow2(WindowLength), "the window must be a power of two from 32");
        Require(HopLength > 0 && HopLength <= WindowLength, "the hop must be positive and no longer than the window");
        Require(LowestBin > 0 && HighestBin < WindowLength / 2 && BinCount > 8, "the band must lie in the spectrum");
        Require((HighestBin + 1) * Landmarks.Peak.StepsPerBin < 1 << Landmarks.Peak.StepBits, "the band ends too high");
        Require(ReferencePeakRate is > 0 and < 256, "the reference's peak rate must be 1 to 255");
        Require(QueryPeakRate is > 0 and < 256, "the query's peak rate must be 1 to 255");
        Require(ZoneEnd / FrameDuration < DelayCells, "the zone must end within the delay cells");
        if (faults.Count > 0)
        {
            throw new ArgumentException($"Profile {Id}: {string.Join("; ", faults)}.");
        }

        void Require(bool holds, string rule)
        {
            if (!holds)
            {
                faults.Add(rule);
            }
        }
    }

    private string Parameters => string.Create(
        CultureInfo.InvariantCulture,
        $"{AlgorithmVersion} " +
        $"{SampleRate} {WindowLength} {HopLength} {LowestBin} {HighestBin} {ContrastFrameRadius} {ContrastBinRadius} " +
        $"{PeakFrameRadius} {PeakBinRadius} {ReferencePeakRate} {ReferenceFanOut} " +
        $"{ZoneStart} {ZoneEnd} {AnchorCells} {StepCells} {DelayCells}");
}
