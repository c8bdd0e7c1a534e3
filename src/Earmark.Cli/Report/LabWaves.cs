using Earmark.Cli.Pictures;
using Earmark.Lab;

namespace Earmark.Cli.Report;

/// <summary>Step 1 in pictures: the clip as read and as it goes on, and where the notebook's sum wraps.</summary>
internal static class LabWaves
{
    private const double ZoomSeconds = 0.02;

    /// <summary>A channel as it was read, or the mono signal at 8 kHz.</summary>
    public static IEnumerable<Figure> All(ClipSteps clip)
    {
        var sound = clip.Sound;
        var loudest = Math.Max(clip.Channels.Max(Math.Abs), sound.Samples.Max(Math.Abs));
        var reach = Math.Max(0.01, loudest);
        var names = sound.ChannelCount == 2 ? ["left", "right"] : Enumerable.Range(1, sound.ChannelCount)
            .Select(number => sound.ChannelCount == 1 ? "the one channel" : $"channel {number}").ToArray();
        foreach (var channel in Enumerable.Range(0, Math.Min(2, sound.ChannelCount)))
        {
            yield return Wave(
                $"1-{channel + 1}",
                $"As it was read: {names[channel]}",
                $"{sound.SourceRate:N0} samples a second. Each column of the picture goes from the lowest to the " +
                "highest sample that falls into it, so the line is the outline of the sound.",
                i => clip.Channels[(i * sound.ChannelCount) + channel],
                sound.FrameCount,
                sound.SourceRate,
                reach);
        }

        yield return Wave(
            "1-after",
            "As it goes on",
            $"The average of the channels less its mean, with {LabSound.SampleRate:N0} samples a second. All " +
            "frequencies from 4,000 Hz on are gone, and the sharpest spikes with them; a melody and its rhythm stay.",
            i => sound.Samples[i],
            sound.Samples.Length,
            LabSound.SampleRate,
            reach);
        if (sound.WrappedCount > 0)
        {
            yield return Wrapped(clip);
        }
    }

    private static Figure Wave(
        string name, string heading, string says, Func<int, double> sample, int count, int rate, double reach) =>
        new(name, heading, says, size => new Chart(
            heading,
            Axis.Of("time, s", 0, (double)count / rate, size.TickCount),
            Axis.Of("sample (of ±1)", -reach, reach, 4))
        {
            Width = size.Width,
            Height = 0.55 * size.Height,
            Right = 16,
            Layers =
            [
                new Layer.Path(Ink.Color0, Outline(sample, count, rate, (int)size.Width)) { Width = 1 },
            ],
        });

    private static List<(double X, double Y)> Outline(Func<int, double> sample, int count, int rate, int columns)
    {
        var points = new List<(double, double)>();
        for (var column = 0; column < columns; column++)
        {
            var first = (int)((long)count * column / columns);
            var end = Math.Max(first + 1, (int)((long)count * (column + 1) / columns));
            var (low, high) = (double.MaxValue, double.MinValue);
            for (var i = first; i < Math.Min(end, count); i++)
            {
                (low, high) = (Math.Min(low, sample(i)), Math.Max(high, sample(i)));
            }

            if (first < count)
            {
                points.Add(((double)first / rate, column % 2 == 0 ? low : high));
                points.Add(((double)first / rate, column % 2 == 0 ? high : low));
            }
        }

        return points;
    }

    /// <summary>A few milliseconds around the first frame whose channels do not fit in 16 bits together.</summary>
    private static Figure Wrapped(ClipSteps clip)
    {
        var sound = clip.Sound;
        var first = Enumerable.Range(0, sound.FrameCount).First(i => Sum(clip, i) is < -32768 or > 32767);
        var reach = (int)(ZoomSeconds / 2 * sound.SourceRate);
        var frames = Enumerable.Range(0, sound.FrameCount).Skip(first - reach).Take(2 * reach).ToList();
        var low = (double)frames[0] / sound.SourceRate;
        var high = (double)frames[^1] / sound.SourceRate;
        return new Figure(
            "1-wrapped",
            "Where the notebook differs from its text",
            $"The notebook adds two channels of 16 bits before it halves the sum. In {sound.WrappedCount:N0} of " +
            $"{sound.FrameCount:N0} frames of this clip " +
            $"({EvalPage.Percent((double)sound.WrappedCount / sound.FrameCount, 2)}) the sum does not fit in 16 bits " +
            "and comes out on the other side of zero (dashed): a click, loud and of all frequencies. Here the " +
            "average is computed as the text asks (whole line); that is the only difference.",
            size => new Chart(
                "The average of the channels, and what a sum of 16 bits makes of it",
                Axis.Of("time, s", low, high, Math.Min(6, size.TickCount)),
                Axis.Of("sample (of ±1)", -1, 1, 4))
            {
                Width = size.Width,
                Height = 0.7 * size.Height,
                Right = 16,
                Legend =
                [
                    new Key(Ink.Color0, DotShape.Disc, "average (whole line)"),
                    new Key(Ink.Color1, DotShape.Disc, "sum of 16 bits, halved (dashed)"),
                ],
                Layers =
                [
                    new Layer.Path(Ink.Color1, Curve(i => (short)Sum(clip, i) / 2)) { Dash = 4, Width = 1.6 },
                    new Layer.Path(Ink.Color0, Curve(i => Sum(clip, i) / 2)) { Width = 2 },
                ],
            });

        List<(double X, double Y)> Curve(Func<int, int> sample) =>
            frames.ConvertAll(i => ((double)i / sound.SourceRate, sample(i) / 32768.0));
    }

    private static int Sum(ClipSteps clip, int frame) =>
        LabSound.To16Bits(clip.Channels[2 * frame]) + LabSound.To16Bits(clip.Channels[(2 * frame) + 1]);
}
