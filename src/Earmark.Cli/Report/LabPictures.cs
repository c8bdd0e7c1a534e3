using System.Globalization;
using Earmark.Cli.Pictures;
using Earmark.Lab;

namespace Earmark.Cli.Report;

/// <summary>Steps 2 to 4 in pictures: the spectrogram, its peaks, and the pairs of one of them.</summary>
internal static class LabPictures
{
    private const double OverviewSeconds = 10;
    private const double DetailSeconds = 3;
    private const int Margin = 4;

    /// <summary>The spectrogram of the clip, of its beginning where it is long.</summary>
    public static Figure Spectrogram(ClipSteps clip)
    {
        var frameCount = Math.Min(clip.Spectrogram.FrameCount, Frames(OverviewSeconds));
        var isPart = frameCount < clip.Spectrogram.FrameCount;
        return new Figure(
            "2-spectrogram",
            "The spectrogram",
            "Time to the right, pitch upwards; a step of color is a step of level, and from dark blue to yellow are " +
            $"{LabGrid.RangeDb:0} dB, a millionfold in power. " +
            (isPart ? $"The first {OverviewSeconds:0} s are drawn. " : "") +
            $"It has {LabSpectrogram.BinCount} frequencies by {clip.Spectrogram.FrameCount:N0} segments.",
            size => Picture(clip, "Spectrogram of the clip", 0, frameCount, size) with { Height = size.Height });
    }

    /// <summary>Three seconds of it, with the peaks of a rule.</summary>
    public static Figure Peaks(ClipSteps clip, string name, string heading, string says, PeakMap peaks)
    {
        var frameCount = Math.Min(clip.Spectrogram.FrameCount, Frames(DetailSeconds));
        var first = (clip.Spectrogram.FrameCount - frameCount) / 2;
        var drawn = peaks.RowByRow()
            .Where(peak => peak.Frame >= first && peak.Frame < first + frameCount)
            .Select(peak => (LabSpectrogram.TimeOf(peak.Frame), peak.Bin * LabSpectrogram.BinHz))
            .ToList();
        var rate = (peaks.Count / clip.Seconds).ToString("0", CultureInfo.InvariantCulture);
        return new Figure(
            name,
            heading,
            $"{says} {peaks.Count:N0} in the clip, {rate} a second; {drawn.Count} of them are in these seconds.",
            size => Picture(clip, heading, first, frameCount, size) with
            {
                Layers =
                [
                    .. Picture(clip, heading, first, frameCount, size).Layers,
                    new Layer.Scatter(Ink.White, drawn, 3.4),
                    new Layer.Scatter(Ink.Dark, drawn, 2.2),
                ],
            });
    }

    /// <summary>One peak with what is in its reach and the pairs that it gets.</summary>
    public static Figure Pairs(ClipSteps clip)
    {
        var pairs = Telling(clip);
        var (frame, bin) = (pairs[0].Frame1, pairs[0].Bin1);
        var firstFrame = Math.Max(0, frame - Margin);
        var endFrame = Math.Min(clip.Spectrogram.FrameCount, frame + PairScan.FrameReach + Margin);
        var firstBin = Math.Max(0, bin - PairScan.BinReach - Margin);
        var endBin = Math.Min(LabSpectrogram.BinCount, bin + PairScan.BinReach + Margin);
        var grid = LabGrid.Of(clip.Spectrogram, firstFrame, endFrame - firstFrame, firstBin, endBin - firstBin);
        var peaks = clip.Peaks.RowByRow()
            .Where(peak => peak.Frame >= firstFrame && peak.Frame < endFrame)
            .Where(peak => peak.Bin >= firstBin && peak.Bin < endBin)
            .Select(peak => At(peak.Frame, peak.Bin))
            .ToList();
        var targets = pairs.ConvertAll(pair => At(pair.Frame2, pair.Bin2));
        return new Figure(
            "4-pairs",
            "The pairs of one peak",
            $"The large dot is a peak at {At(frame, bin).X:0.00} s and {At(frame, bin).Y:N0} Hz. The scan goes up " +
            "its own column first, then through the dashed frame from left to right, in each column from the bottom " +
            "up, and ends with the third peak that it meets: the numbers are the order. Others in the frame are " +
            "never reached, however strong they are.",
            size => new Chart(
                "A peak, its reach and its pairs",
                Axis.Of("time, s", Edge(firstFrame), Edge(endFrame), Math.Min(6, size.TickCount)),
                Axis.Of("frequency, Hz", Below(firstBin), Below(endBin)))
            {
                Width = size.Width,
                Height = size.Height,
                Right = 16,
                HasGrid = false,
                Layers =
                [
                    new Layer.Heat(grid),
                    Zone(clip, frame, bin),
                    new Layer.Scatter(Ink.White, peaks, 3.6),
                    new Layer.Scatter(Ink.Dark, peaks, 2.4),
                    .. pairs.Select(pair => new Layer.Path(
                        Ink.White, [At(frame, bin), At(pair.Frame2, pair.Bin2)]) { Width = 2.4 }),
                    new Layer.Scatter(Ink.White, [At(frame, bin)], 6.5),
                    new Layer.Scatter(Ink.Dark, [At(frame, bin)], 5),
                    new Layer.Scatter(Ink.White, targets, 9),
                    new Layer.Scatter(Ink.Dark, targets, 8),
                    .. targets.Select((target, index) => new Layer.Label(
                        Ink.White, target.X, target.Y, $"{index + 1}")
                    {
                        Anchor = Anchor.Middle,
                        Shift = (0, 4.5),
                    }),
                ],
            },
            Html.Table(
                "Its rows of the hash table. t1, t2 and Δt count segments of 28 ms, f1 and f2 rows of 31.25 Hz.",
                ["pair", "t1", "t2", "f1", "f2", "Δt", "hash"],
                pairs.Select((pair, index) => (IReadOnlyList<TableCell>)
                [
                    $"{index + 1}", $"{pair.Frame1}", $"{pair.Frame2}", $"{pair.Bin1}", $"{pair.Bin2}",
                    $"{pair.Frame2 - pair.Frame1}", $"{PairHash.Of(pair)}",
                ])));
    }

    /// <summary>The pairs of the peak whose three targets are spread the widest: the easiest to tell apart.</summary>
    private static List<LabPair> Telling(ClipSteps clip) => clip.Pairs
        .GroupBy(pair => (pair.Frame1, pair.Bin1))
        .OrderByDescending(group => group.Count())
        .ThenByDescending(group => group.Max(pair => pair.Frame2) - group.Min(pair => pair.Frame2))
        .ThenByDescending(group => group.Max(pair => pair.Bin2) - group.Min(pair => pair.Bin2))
        .First()
        .ToList();

    /// <summary>The outline of the segments and rows that the second scan goes through.</summary>
    private static Layer.Path Zone(ClipSteps clip, int frame, int bin)
    {
        var left = Edge(frame + 1);
        var right = Edge(Math.Min(clip.Spectrogram.FrameCount, frame + PairScan.FrameReach));
        var bottom = Below(Math.Max(1, bin - PairScan.BinReach));
        var top = Below(Math.Min(LabSpectrogram.BinCount, bin + PairScan.BinReach));
        return new Layer.Path(Ink.White, [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])
        {
            Dash = 5,
            Width = 1.4,
        };
    }

    private static Chart Picture(ClipSteps clip, string title, int first, int frameCount, FigureSize size) => new(
        title,
        Axis.Of("time, s", Edge(first), Edge(first + frameCount), size.TickCount),
        Axis.Of("frequency, Hz", 0, LabSound.SampleRate / 2.0))
    {
        Width = size.Width,
        Height = 1.15 * size.Height,
        Right = 16,
        HasGrid = false,
        Layers = [new Layer.Heat(LabGrid.Of(clip.Spectrogram, first, frameCount, 0, LabSpectrogram.BinCount))],
    };

    private static (double X, double Y) At(int frame, int bin) =>
        (LabSpectrogram.TimeOf(frame), bin * LabSpectrogram.BinHz);

    /// <summary>Where the cell of a segment begins: half a hop before its middle.</summary>
    private static double Edge(int frame) => LabSpectrogram.TimeOf(frame) - (0.5 * LabSpectrogram.FrameSeconds);

    /// <summary>Where the cell of a row begins: half a row below its frequency.</summary>
    private static double Below(int bin) => (bin - 0.5) * LabSpectrogram.BinHz;

    private static int Frames(double seconds) => (int)Math.Ceiling(seconds / LabSpectrogram.FrameSeconds);
}
