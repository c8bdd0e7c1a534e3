namespace Earmark.Lab;

/// <summary>A song of the database.</summary>
/// <param name="Name">Path from the folder, with slashes.</param>
/// <param name="FileBytes">Size of the file when it was read.</param>
/// <param name="ModifiedTicks">When the file was last changed, in ticks of UTC.</param>
/// <param name="Seconds">How long it lasts.</param>
/// <param name="SourceRate">Frames per second in the file.</param>
/// <param name="ChannelCount">Channels in the file.</param>
/// <param name="WrappedCount">See <see cref="LabSound.WrappedCount"/>.</param>
/// <param name="PeakCount">Peaks of its spectrogram.</param>
/// <param name="Pairs">In the order of <see cref="PairScan"/>.</param>
public sealed record LabSong(
    string Name,
    long FileBytes,
    long ModifiedTicks,
    double Seconds,
    int SourceRate,
    int ChannelCount,
    int WrappedCount,
    int PeakCount,
    IReadOnlyList<LabPair> Pairs);
