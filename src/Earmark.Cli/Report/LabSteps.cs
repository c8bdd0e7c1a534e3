using System.Globalization;
using Earmark.Lab;

namespace Earmark.Cli.Report;

/// <summary>The six steps of the lab as this clip went through them.</summary>
internal static class LabSteps
{
    /// <summary>All of them, in order.</summary>
    public static IEnumerable<LabStep> All(LabResult result)
    {
        var clip = result.Clip;
        yield return Sound(clip);
        yield return new LabStep(
            "2 · From sound to a spectrogram",
            [
                $"The signal is cut into segments of {LabSpectrogram.WindowLength} samples (32 ms), each " +
                $"{LabSpectrogram.Hop} samples (28 ms) after the last. Each loses its mean, is faded in and out by a " +
                "Tukey window so that its cut ends make no clicks, and is Fourier-transformed. What is drawn is the " +
                "power of each frequency in each segment: one cell of the picture.",
                "Long segments tell pitches apart, short ones tell times apart, and no segment does both: " +
                "32 ms give rows that are 31.25 Hz apart. It is what SciPy’s signal.spectrogram(x, 8000) does.",
            ],
            [LabPictures.Spectrogram(clip)]);
        yield return Peaks(result);
        yield return new LabStep(
            "4 · From peaks to pairs",
            [
                "A single peak says little: every song has some at 440 Hz. Two peaks and the time between them say " +
                "more, and do not depend on when the recording began. So each peak is paired with peaks after it, " +
                $"up to {PairScan.FanOut} others within {PairScan.FrameReach - 1} segments (0.95 s) and " +
                $"{PairScan.BinReach} rows (938 Hz).",
                $"This clip has {clip.Pairs.Count:N0} pairs of {clip.Peaks.Count:N0} peaks. The scan takes the first " +
                "it meets, not the strongest, and it looks into the peak’s own segment first: chords are paired " +
                "with themselves, and " +
                EvalPage.Percent((double)clip.Pairs.Count(pair => pair.Frame1 == pair.Frame2) / clip.Pairs.Count, 0) +
                " of the pairs here have no time between their peaks at all.",
            ],
            [LabPictures.Pairs(clip)]);
        yield return new LabStep(
            "5 · From pairs to a hash table",
            [
                "Each pair becomes the number of a slot, 1 … 100,000, by a formula that mixes both frequencies and " +
                "the time between them; the slot gets a row with both times, both frequencies and the song. " +
                "Whoever has a pair of the clip opens one slot instead of comparing with all songs.",
                "The formula is round(100,000 · 10⁶ · (ln(|f1|+2) + 2 ln(|f2|+2) + 3 ln(|Δt|+2))) mod 100,000 + 1. " +
                "It uses digits of the logarithms so far behind the point that the last bit of a double can " +
                "matter; so the lab takes the double nearest to each logarithm, on every machine.",
            ],
            [LabTables.Slots(result)]);
        yield return Match(result);
    }

    private static LabStep Sound(ClipSteps clip)
    {
        var sound = clip.Sound;
        var channels = sound.ChannelCount switch
        {
            1 => "It has one channel, which is taken as it is.",
            2 => "Its two channels are averaged: most of what is heard is in both.",
            _ => $"Its {sound.ChannelCount} channels are averaged.",
        };
        return new LabStep(
            "1 · From a file to samples",
            [
                $"The clip lasts {clip.Seconds.ToString("0.00", CultureInfo.InvariantCulture)} s and is a list of " +
                $"numbers, the samples: the pressure of the air, {sound.SourceRate:N0} times a second. " +
                $"{channels} The mean is subtracted, as a constant is no sound, and the rate is brought to 8,000 " +
                "samples a second: " +
                "enough for frequencies below 4,000 Hz, where melodies are, and less to compute with.",
                "That is done by the Fourier method: transform the whole recording, which says how much of each " +
                "frequency is in it, keep what is below 4,000 Hz, and transform back. It is exact, but it needs all " +
                "of the recording at once, and takes its end and its beginning for neighbors. " +
                (sound.WrappedCount == 0 && sound.ChannelCount == 2
                    ? "The notebook adds 16-bit channels before halving, which can wrap around; in this clip it " +
                        "never does."
                    : ""),
            ],
            [.. LabWaves.All(clip)]);
    }

    private static LabStep Peaks(LabResult result)
    {
        var clip = result.Clip;
        var settings = result.Options.Settings;
        var isNotebook = settings.Rule == PeakRule.Notebook;
        var rate = settings.Rate.ToString("0.##", CultureInfo.InvariantCulture);
        return new LabStep(
            "3 · From a spectrogram to peaks",
            [
                "Noise, a room and a telephone change the level of nearly every cell. Those that stand out longest " +
                "are the loudest, the peaks: so their places are kept, and no level at all.",
                "There are two rules. The notebook takes a cell that exceeds both neighbors in frequency by 0.8 " +
                "times the mean of the whole spectrogram: loud passages get many peaks, soft ones none, and a tone " +
                "that lasts is a peak in every segment. The lab’s text asks for cells that are the largest of all " +
                "around them in time too, found by shifting the picture against itself, and for a threshold that " +
                $"leaves a chosen number a second, here {rate}. The option --peaks chooses; this run went on with " +
                $"{(isNotebook ? "the notebook’s" : "the text’s")} rule.",
            ],
            [
                LabPictures.Peaks(
                    clip,
                    "3-notebook",
                    "Peaks by the notebook’s rule",
                    "Above both neighbors in frequency by 0.8 times the mean.",
                    NotebookPeaks.Pick(clip.Spectrogram)),
                LabPictures.Peaks(
                    clip,
                    "3-shifts",
                    $"Peaks by shifts, {rate} a second",
                    $"Larger than all cells up to {ShiftPeaks.Radius} away in each direction; of those the largest.",
                    ShiftPeaks.Pick(clip.Spectrogram, settings.Rate)),
            ]);
    }

    private static LabStep Match(LabResult result)
    {
        var same = result.ByHits[0].Song == result.ByOffset[0].Song;
        return new LabStep(
            "6 · From hits to a name",
            [
                "All rows in the slots of the clip’s pairs are hits. The notebook counts them by song. Its text asks " +
                "for more: a hit at time t1 of the clip and T1 of the song says that the clip begins at T1 − t1 of " +
                "the song. Hits of the right song agree on that offset to a segment; hits by chance do not.",
                same
                    ? "Here both counts name the same song. How clearly they do differs: compare the first bar of " +
                        "each with the second."
                    : "Here the two counts name different songs: the one with the most hits is not the one whose " +
                        "hits agree.",
                "A clip seldom begins where a segment of the song does. If it begins in between, its segments hold " +
                "other samples, and many of its peaks lie elsewhere: the lab has no answer to that, nor to a changed " +
                "speed.",
            ],
            [
                LabTables.Ranking(result, byOffset: false),
                LabTables.Ranking(result, byOffset: true),
                .. LabTables.Offsets(result),
            ]);
    }
}
