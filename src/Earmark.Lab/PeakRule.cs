namespace Earmark.Lab;

/// <summary>Which cells are peaks: the notebook's rule, or the one that the lab's text asks for.</summary>
public enum PeakRule
{
    /// <summary>0.8 times the mean above both neighbors in frequency: see <see cref="NotebookPeaks"/>.</summary>
    Notebook,

    /// <summary>The largest around, as many a second as were asked for: see <see cref="ShiftPeaks"/>.</summary>
    Shifts,
}
