using System.Globalization;
using Earmark.Cli.Output;
using Earmark.Lab;

namespace Earmark.Cli.Report;

/// <summary>The lab as one page that needs nothing else: every step with its why, then the engine beside it.</summary>
internal static class LabPage
{
    /// <summary>The whole page; well-formed XML too.</summary>
    public static string Write(LabResult result, EngineResult engine)
    {
        var clip = Name(result.Options.Clip);
        var folder = Name(result.Options.Folder);
        return Html.Page(
            $"Earmark lab: {clip}",
            "<div class=\"story\">\n<header>\n<h1>A simple Shazam, step by step</h1>\n" +
            $"<p>{Html.Text(Introduction(result, clip, folder))}</p>\n</header>\n{Facts(result, engine)}" +
            string.Concat(LabSteps.All(result).Select(step => step.ToHtml())) +
            LabComparison.Write(result, engine) +
            $"{Footer(result)}</div>\n");
    }

    /// <summary>Seconds in as many digits as say something.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.1 => (1000 * time.TotalSeconds).ToString("0.#", CultureInfo.InvariantCulture) + " ms",
        < 1 => (1000 * time.TotalSeconds).ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>A place in a song.</summary>
    public static string At(double seconds) => seconds.ToString("F2", CultureInfo.InvariantCulture) + " s";

    private static string Introduction(LabResult result, string clip, string folder) =>
        $"Which of the {result.Songs.Count} songs in “{folder}” is the clip “{clip}”{Part(result)} from? This is how " +
        "a lab of a course on signals and systems answers: sound becomes a picture of frequencies over time, the " +
        "picture a few bright points, pairs of points become numbers, and the numbers of the clip are looked up " +
        "among those of all songs. Each step is shown as it went with this very clip. At the end the same question " +
        "goes to Earmark’s own engine, which grew out of this lab." +
        (result.Songs.Count == 1 ? " With one song a ranking says little: it wins whatever the clip is." : "");

    /// <summary>Which part of its file the clip is; nothing where it is all of it.</summary>
    private static string Part(LabResult result) =>
        result.Options is { Start.Ticks: 0, Duration: null }
            ? ""
            : $" ({At(result.Clip.Seconds)} of it, from {At(result.Options.Start.TotalSeconds)} on)";

    private static string Facts(LabResult result, EngineResult engine)
    {
        var (hits, offset) = (result.ByHits[0], result.ByOffset[0]);
        return "<dl class=\"facts\">\n" +
            Html.Fact("By hits", Short(result.Songs[hits.Song].Name), $"{hits.HitCount:N0} rows found") +
            Html.Fact(
                "By one offset",
                Short(result.Songs[offset.Song].Name),
                $"{offset.OffsetCount:N0} hits at {At(offset.OffsetSeconds)}") +
            Html.Fact(
                "Earmark’s engine",
                engine.Song is { } song ? Short(song) : "no name",
                engine.Answer.Best is { } best
                    ? $"at {At(best.Offset)}, {Text.Confidence(best.Confidence)}"
                    : "nothing in the library explains the clip") +
            Html.Fact(
                "Answered in",
                Seconds(result.AnswerTime),
                $"by the lab; {Seconds(engine.AnswerTime)} by the engine, {Seconds(engine.AgainTime)} asked again") +
            "</dl>\n";
    }

    private static string Footer(LabResult result) =>
        "<footer>\n<p>The pairs of all songs are kept in " +
        $"{Html.Text(Text.OneLine(Path.GetRelativePath(result.Options.Folder, result.DatabasePath)))} of the folder, " +
        $"{Text.Bytes(result.DatabaseBytes)}; it can be deleted. Steps 1 to 5 give what NumPy and SciPy give: " +
        "docs/lab.md of Earmark has how that was checked, and the sources.</p>\n" +
        "<p>Made by earmark lab.</p>\n</footer>\n";

    private static string Name(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return Text.OneLine(name.Length > 0 ? name : path);
    }

    private static string Short(string song)
    {
        const int Longest = 40;
        var name = Text.OneLine(Path.GetFileNameWithoutExtension(song));
        return name.Length <= Longest ? name : name[..(Longest - 1)] + "…";
    }
}
