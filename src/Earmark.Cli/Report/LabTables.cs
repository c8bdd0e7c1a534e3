using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Cli.Pictures;
using Earmark.Lab;

namespace Earmark.Cli.Report;

/// <summary>Steps 5 and 6 in pictures: the fullest slots of the table, the rankings, and where the hits lie.</summary>
internal static class LabTables
{
    private const int SlotCount = 12;
    private const int ShownSongs = 12;
    private const int OffsetColumns = 220;

    /// <summary>The slots with the most rows.</summary>
    public static Figure Slots(LabResult result)
    {
        var table = result.Table;
        var sizes = Enumerable.Range(1, PairHash.Size).Select(slot => (Slot: slot, Size: table.Slot(slot).Length))
            .OrderByDescending(slot => slot.Size).ThenBy(slot => slot.Slot).ToList();
        var used = sizes.Count(slot => slot.Size > 0);
        var fullest = sizes.Take(PairHash.Size / 100).Sum(slot => (long)slot.Size);
        var shown = sizes.Take(SlotCount).Where(slot => slot.Size > 0).ToList();
        return new Figure(
            "5-slots",
            "The fullest slots",
            $"{table.RowCount:N0} rows lie in {used:N0} of {PairHash.Size:N0} slots, and the fullest hundredth of " +
            $"the slots holds {EvalPage.Percent((double)fullest / Math.Max(1, table.RowCount), 0)}. A good hash " +
            "spreads what it is given, but equal pairs must come to equal slots, and music repeats its low notes and " +
            "short steps. Who looks into a full slot gets thousands of rows, and hardly any is of the right place.",
            size => new Chart(
                "Rows of the fullest slots",
                Counts("rows in the slot", shown[0].Size, size),
                Rows("number of the slot", shown.Select(slot => $"{slot.Slot:N0}")))
            {
                Width = size.Width,
                Height = (22 * shown.Count) + 64,
                Right = 24,
                Layers =
                [
                    .. shown.Select((slot, row) => new Layer.Bar(
                        Ink.Color0, 0, -row - 0.5, slot.Size, -row + 0.5, $"slot {slot.Slot}: {slot.Size} rows")
                    {
                        Inset = (0, 3),
                    }),
                ],
            },
            Html.Table(
                "The fullest slots, and the pair that is most often in each.",
                ["slot", "rows", "songs", "f1, Hz", "f2, Hz", "Δt, ms", "of this pair"],
                shown.Select(slot => Row(result, slot.Slot))));
    }

    /// <summary>All songs by one of the counts.</summary>
    public static Figure Ranking(LabResult result, bool byOffset)
    {
        var scores = byOffset ? result.ByOffset : result.ByHits;
        var shown = scores.Take(ShownSongs).ToList();
        var heading = byOffset ? "Ranked by one timing offset" : "Ranked by hits";
        var label = byOffset ? "hits at the commonest offset" : "hits";
        return new Figure(
            byOffset ? "6-offset" : "6-hits",
            heading,
            byOffset
                ? "What the text asks for: every hit says where in the song the clip would begin. Hits by chance " +
                    "say anything; the right song's say the same. The confidence is their share of all its hits."
                : "What the notebook counts: every row found, of whatever place. A long song, or one with many " +
                    "common pairs, collects hits whatever the clip is.",
            size => new Chart(
                heading,
                Counts(label, shown.Max(Value), size),
                Rows("song", shown.Select(score => Name(result, score, size.NameLength))))
            {
                Width = size.Width,
                Height = (24 * shown.Count) + 64,
                Right = 24,
                Layers =
                [
                    .. shown.Select((score, row) => new Layer.Bar(
                        row == 0 ? Ink.Color0 : Ink.Color6,
                        0,
                        -row - 0.5,
                        Value(score),
                        -row + 0.5,
                        $"{result.Songs[score.Song].Name}: {Value(score)}")
                    {
                        Inset = (0, 3),
                    }),
                ],
            },
            Html.Table(
                heading,
                ["song", "hits", "at one offset", "offset, s", "confidence"],
                scores.Select(score => (IReadOnlyList<TableCell>)
                [
                    Text.OneLine(result.Songs[score.Song].Name), $"{score.HitCount:N0}", $"{score.OffsetCount:N0}",
                    score.OffsetSeconds.ToString("F2", CultureInfo.InvariantCulture),
                    EvalPage.Percent(score.Confidence, 2),
                ])));

        int Value(SongScore score) => byOffset ? score.OffsetCount : score.HitCount;
    }

    /// <summary>Where the hits of the winner and the runner-up lie, on one scale.</summary>
    public static IEnumerable<Figure> Offsets(LabResult result)
    {
        var best = result.ByOffset[0];
        foreach (var (score, index) in result.ByOffset.Take(2).Select((score, index) => (score, index)))
        {
            var song = result.Songs[score.Song];
            yield return new Figure(
                $"6-offsets-{index + 1}",
                $"{(index == 0 ? "First" : "Second")}: {Text.OneLine(song.Name)}",
                $"{score.OffsetCount:N0} of {score.HitCount:N0} hits agree on the timing offset " +
                $"{score.OffsetSeconds:0.00} s. Each column shows the commonest of the offsets that fall into it, " +
                "so that a single one is not lost among its neighbors" + (index == 0 ? "." : "; the scale is that " +
                "of the first."),
                size => new Chart(
                    $"Hits of {song.Name} by timing offset",
                    Axis.Of(
                        "where in the song the clip would begin, s",
                        -result.Clip.Seconds,
                        song.Seconds,
                        size.TickCount),
                    Axis.Of("hits", 0, Math.Max(1, best.OffsetCount), 4, Count))
                {
                    Width = size.Width,
                    Height = 0.7 * size.Height,
                    Right = 24,
                    Layers = [.. Columns(score, -result.Clip.Seconds, song.Seconds)],
                });
        }
    }

    private static IEnumerable<Layer> Columns(SongScore score, double low, double high)
    {
        var width = (high - low) / OffsetColumns;
        return score.Offsets
            .GroupBy(offset => (int)Math.Floor(((offset.Key * LabSpectrogram.FrameSeconds) - low) / width))
            .Select(column =>
            {
                var most = column.MaxBy(offset => offset.Value);
                var left = low + (column.Key * width);
                var note = FormattableString.Invariant(
                    $"{most.Key * LabSpectrogram.FrameSeconds:0.00} s: {most.Value} hits");
                return new Layer.Bar(
                    most.Key == score.Offset ? Ink.Color1 : Ink.Color0, left, 0, left + width, most.Value, note);
            });
    }

    private static IReadOnlyList<TableCell> Row(LabResult result, int slot)
    {
        var rows = result.Table.Slot(slot).ToArray();
        var common = rows
            .GroupBy(row => (row.Pair.Bin1, row.Pair.Bin2, Delta: row.Pair.Frame2 - row.Pair.Frame1))
            .OrderByDescending(group => group.Count())
            .First();
        return
        [
            $"{slot:N0}", $"{rows.Length:N0}", $"{rows.Select(row => row.Song).Distinct().Count()}",
            $"{common.Key.Bin1 * LabSpectrogram.BinHz:N0}", $"{common.Key.Bin2 * LabSpectrogram.BinHz:N0}",
            $"{1000 * common.Key.Delta * LabSpectrogram.FrameSeconds:0}",
            EvalPage.Percent((double)common.Count() / rows.Length, 0),
        ];
    }

    private static Axis Counts(string label, int highest, FigureSize size) => Axis.Of(
        label, 0, Math.Max(1, highest), Math.Min(5, size.TickCount), Count);

    /// <summary>With separators; the first tick may be −0, which is 0.</summary>
    private static string Count(double count) => $"{count + 0.0:N0}";

    /// <summary>A vertical axis of names, the first at the top: row i lies at −i.</summary>
    private static Axis Rows(string label, IEnumerable<string> names)
    {
        var ticks = names.Select((name, row) => new Tick(-row, name)).Reverse().ToList();
        return new Axis(label, ticks) { Low = ticks[0].Value - 0.5, High = 0.5 };
    }

    private static string Name(LabResult result, SongScore score, int length)
    {
        var name = Text.OneLine(result.Songs[score.Song].Name);
        return name.Length <= length ? name : name[..(length - 1)] + "…";
    }
}
