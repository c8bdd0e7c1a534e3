using Earmark.Cli.Degrading;
using Earmark.Landmarks;

namespace Earmark.Bench.Synthesis;

/// <summary>Lays peaks over each other as sounds do: near each other the stronger one hides the weaker.</summary>
internal sealed class PeakMixer(FingerprintProfile profile, int frameCount)
{
    /// <summary>How many ranks a filler is weaker than what it is laid under.</summary>
    private const double FillerRank = 8;

    private readonly List<SalientPeak> _peaks = [];

    /// <summary>Adds peaks; those beyond the band are left out.</summary>
    /// <param name="isFiller">Whether they are to be heard only where there is little else.</param>
    public void Add(IEnumerable<Peak> peaks, bool isFiller, Dice dice)
    {
        var lowest = (profile.LowestBin + 1) * Peak.StepsPerBin;
        var limit = profile.HighestBin * Peak.StepsPerBin;
        foreach (var peak in peaks)
        {
            // What is stored of salience is its order within a second. Ties are broken by chance.
            var salience = -(peak.Rank + dice.Unit() + (isFiller ? FillerRank : 0));
            if (peak.Step >= lowest && peak.Step < limit)
            {
                _peaks.Add(new SalientPeak(peak.Frame, peak.Step, (float)salience));
            }
        }
    }

    /// <summary>The constellation that a reference of these peaks keeps.</summary>
    public Constellation Finish()
    {
        _peaks.Sort((a, b) => a.Frame != b.Frame ? a.Frame - b.Frame : a.Step - b.Step);
        var heard = Enumerable.Range(0, _peaks.Count).Where(i => !IsHidden(i)).Select(i => _peaks[i]).ToList();
        var sampleCount = ((frameCount - 1L) * profile.HopLength) + profile.WindowLength;
        return new Constellation(
            PeakRanker.Keep(heard, sampleCount, profile, profile.ReferencePeakRate), frameCount);
    }

    /// <summary>Whether a stronger peak lies in the neighborhood that a peak must lead.</summary>
    private bool IsHidden(int index)
    {
        var peak = _peaks[index];
        for (var i = index - 1; i >= 0 && _peaks[i].Frame >= peak.Frame - profile.PeakFrameRadius; i--)
        {
            if (Hides(_peaks[i], peak, isEarlier: true))
            {
                return true;
            }
        }

        for (var i = index + 1; i < _peaks.Count && _peaks[i].Frame <= peak.Frame + profile.PeakFrameRadius; i++)
        {
            if (Hides(_peaks[i], peak, isEarlier: false))
            {
                return true;
            }
        }

        return false;
    }

    private bool Hides(SalientPeak other, SalientPeak peak, bool isEarlier) =>
        Math.Abs(other.Step - peak.Step) <= profile.PeakBinRadius * Peak.StepsPerBin
        && (other.Salience > peak.Salience || (isEarlier && other.Salience == peak.Salience));
}
