namespace Earmark.Lab;

/// <summary>How peaks are picked: songs and clips that are compared must have been picked from in one way.</summary>
/// <param name="Rule">Which cells are peaks.</param>
/// <param name="Rate">Peaks a second to keep; <see cref="PeakRule.Shifts"/> only.</param>
public sealed record LabSettings(PeakRule Rule = PeakRule.Notebook, double Rate = LabSettings.DefaultRate)
{
    /// <summary>What the lab's text suggests.</summary>
    public const double DefaultRate = 30;

    /// <summary>The settings in a word, such as "notebook" and "shifts-30": the name of their database.</summary>
    public string Id => Rule == PeakRule.Notebook ? "notebook" : FormattableString.Invariant($"shifts-{Rate}");

    /// <summary>Picks peaks.</summary>
    public PeakMap Pick(LabSpectrogram spectrogram) => Rule == PeakRule.Notebook
        ? NotebookPeaks.Pick(spectrogram)
        : ShiftPeaks.Pick(spectrogram, Rate);
}
