using System.Text;
using Earmark.Cli.Output;
using Earmark.Cli.Pictures;
using Earmark.Cli.Report;

namespace Earmark.Cli.Verbs;

/// <summary>The files that an explanation is written to.</summary>
/// <param name="pictures">Folder for pictures; null for none.</param>
/// <param name="report">File for the page; null for none.</param>
internal sealed class ExplainFiles(string? pictures, ResultFile? report)
{
    private const string PicturesOption = "--pictures";

    /// <summary>Makes sure before the work that all can be written after it.</summary>
    /// <exception cref="UsageException">Something cannot.</exception>
    public void Prepare()
    {
        if (pictures is not null)
        {
            ResultFile.Guard(PicturesOption, pictures, () => Directory.CreateDirectory(pictures));
            Picture("0.svg").Prepare();
        }

        report?.Prepare();
    }

    /// <summary>Writes them, and returns the paths of what was written.</summary>
    public IReadOnlyList<string> Write(Account account)
    {
        var figures = ExplainFigures.All(account).ToList();
        var written = new List<string>();
        foreach (var figure in pictures is null ? [] : figures)
        {
            var drawing = figure.Chart(FigureSize.Wide).Draw();
            Write(Picture($"{figure.Name}.svg"), () => Encoding.UTF8.GetBytes(Svg.File(drawing)));
            Write(Picture($"{figure.Name}.png"), () => Raster.ToPng(drawing));
        }

        if (report is not null)
        {
            Write(report, () => Encoding.UTF8.GetBytes(ExplainPage.Write(account, figures)));
        }

        return written;

        void Write(ResultFile file, Func<byte[]> content)
        {
            file.Write(content);
            written.Add(file.Path);
        }
    }

    private ResultFile Picture(string name) => new(PicturesOption, Path.Combine(pictures!, name));
}
