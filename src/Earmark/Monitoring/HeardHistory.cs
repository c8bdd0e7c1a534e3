using Earmark.Comparing;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Spectral;

namespace Earmark.Monitoring;

/// <summary>The last minute of what was heard without a break, for plays that become known after they began.</summary>
internal sealed class HeardHistory(FingerprintProfile profile)
{
    /// <summary>A clip that is searched has so many slices (10.24 s).</summary>
    public const int SlicesPerClip = 4;

    /// <summary>Slices that are kept: 61 s, 4 MB.</summary>
    private const int SliceCountMax = 24;

    private readonly List<HeardSlice> _slices = [];

    /// <summary>The slices, the oldest first. Each begins where the one before it ends.</summary>
    public IReadOnlyList<HeardSlice> Slices => _slices;

    public void Add(HeardSlice slice)
    {
        if (_slices.Count == SliceCountMax)
        {
            _slices.RemoveAt(0);
        }

        _slices.Add(slice);
    }

    /// <summary>Forgets everything: what comes next does not follow what was.</summary>
    public void Clear() => _slices.Clear();

    /// <summary>The newest slices as one clip, as far as there are enough.</summary>
    public HeardClip Newest()
    {
        var slices = _slices.TakeLast(SlicesPerClip).ToList();
        var peaks = new List<Peak>();
        var frameCount = 0;
        foreach (var slice in slices)
        {
            peaks.AddRange(slice.Peaks.Select(peak => peak with { Frame = peak.Frame + frameCount }));
            frameCount += slice.FrameCount;
        }

        var map = ExceedanceMap.Join(slices.ConvertAll(slice => slice.Clip.Exceedance), profile);
        var spread = Math.Sqrt(slices.Average(slice => slice.Clip.ContrastSpread * slice.Clip.ContrastSpread));
        return new HeardClip(
            QueryClip.Of(new Constellation(peaks, frameCount), map, spread, profile), slices[0].Start);
    }
}
