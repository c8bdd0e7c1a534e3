using System.Numerics;
using Earmark.Cli.Degrading;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Bench.Synthesis;

/// <summary>Lays peaks over each other as sounds do: near each other the stronger one hides the weaker.</summary>
internal sealed class PeakMixer(FingerprintProfile profile, int frameCount)
{
    /// <summary>How many ranks a filler is weaker than what it is laid under.</summary>
    private const double FillerRank = 8;

    private readonly int _lowestStep = (profile.LowestBin + 1) * Peak.StepsPerBin;
    private readonly int _stepLimit = profile.HighestBin * Peak.StepsPerBin;
    private readonly List<SalientPeak> _peaks = [];

    /// <summary>Adds a peak, unless it is beyond the band.</summary>
    /// <param name="isFiller">Whether it is to be heard only where there is little else.</param>
    public void Add(Peak peak, bool isFiller, Dice dice)
    {
        // What is stored of salience is its order within a second. Ties are broken by chance.
        var salience = -(peak.Rank + dice.Unit() + (isFiller ? FillerRank : 0));
        if (peak.Step >= _lowestStep && peak.Step < _stepLimit)
        {
            _peaks.Add(new SalientPeak(peak.Frame, peak.Step, (float)salience));
        }
    }

    /// <summary>The constellation that a reference of these peaks keeps.</summary>
    public Constellation Finish()
    {
        var sampleCount = ((frameCount - 1L) * profile.HopLength) + profile.WindowLength;
        return new Constellation(
            PeakRanker.Keep(Heard(InOrder()), sampleCount, profile, profile.ReferencePeakRate), frameCount);
    }

    /// <summary>All peaks, by frame, then by frequency.</summary>
    private SalientPeak[] InOrder()
    {
        var placeBits = Peak.StepBits + BitOperations.Log2((uint)frameCount) + 1;
        var order = new ulong[_peaks.Count];
        for (var i = 0; i < order.Length; i++)
        {
            var place = ((ulong)_peaks[i].Frame << Peak.StepBits) | _peaks[i].Step;
            order[i] = ((ulong)i << placeBits) | place;
        }

        RadixSort.SortByLowBits(order, new ulong[order.Length], placeBits);
        return Array.ConvertAll(order, value => _peaks[(int)(value >> placeBits)]);
    }

    /// <summary>Those with no stronger peak in the neighborhood that they must lead; of equals the first.</summary>
    private List<SalientPeak> Heard(ReadOnlySpan<SalientPeak> peaks)
    {
        var reach = profile.PeakBinRadius * Peak.StepsPerBin;
        var isHidden = new bool[peaks.Length];
        for (var i = 0; i < peaks.Length; i++)
        {
            var lastFrame = peaks[i].Frame + profile.PeakFrameRadius;
            for (var later = i + 1; later < peaks.Length && peaks[later].Frame <= lastFrame; later++)
            {
                if (Math.Abs(peaks[later].Step - peaks[i].Step) <= reach)
                {
                    isHidden[peaks[later].Salience > peaks[i].Salience ? i : later] = true;
                }
            }
        }

        var heard = new List<SalientPeak>(peaks.Length);
        for (var i = 0; i < peaks.Length; i++)
        {
            if (!isHidden[i])
            {
                heard.Add(peaks[i]);
            }
        }

        return heard;
    }
}
