using Earmark.Cli.Output;
using Earmark.Cli.Pictures;
using Earmark.Cli.Report;

namespace Earmark.Cli.Verbs;

/// <summary>The files that an explanation is written to.</summary>
/// <param name="pictures">Folder for pictures; null for none.</param>
/// <param name="report">File for the page; null for none.</param>
internal sealed class ExplainFiles(string? pictures, string? report)
{
    /// <summary>Makes sure before the work that all can be written after it.</summary>
    /// <exception cref="UsageException">Something cannot.</exception>
    public void Prepare()
    {
        if (pictures is not null)
        {
            Guard("--pictures", pictures, "folder", () => Directory.CreateDirectory(pictures));
        }

        if (report is not null)
        {
            // What another run has left there stays until there is something new.
            Guard("--report", report, "file", () =>
                File.Open(report, FileMode.OpenOrCreate, FileAccess.Write).Dispose());
        }
    }

    /// <summary>Writes them, and returns the paths of what was written.</summary>
    public IReadOnlyList<string> Write(Account account)
    {
        var figures = ExplainFigures.All(account).ToList();
        var written = new List<string>();
        foreach (var figure in pictures is null ? [] : figures)
        {
            var drawing = figure.Chart(FigureSize.Wide).Draw();
            Guard("--pictures", pictures!, "folder", () =>
            {
                File.WriteAllText(Path.Combine(pictures!, $"{figure.Name}.svg"), Svg.File(drawing));
                File.WriteAllBytes(Path.Combine(pictures!, $"{figure.Name}.png"), Raster.ToPng(drawing));
            });
            written.Add(Path.Combine(pictures!, $"{figure.Name}.svg"));
            written.Add(Path.Combine(pictures!, $"{figure.Name}.png"));
        }

        if (report is not null)
        {
            Guard("--report", report, "file", () => File.WriteAllText(report, ExplainPage.Write(account, figures)));
            written.Add(report);
        }

        return written;
    }

    private static void Guard(string option, string path, string kind, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{option} {path} cannot be written ({e.Message}); expected a {kind} of your own.");
        }
    }
}
