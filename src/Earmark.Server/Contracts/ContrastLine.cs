namespace Earmark.Server.Contracts;

/// <summary>What was heard, cell by cell: nats above the local mean.</summary>
/// <param name="Frames">Rows.</param>
/// <param name="Bins">Cells of a row, from low to high.</param>
/// <param name="FrameS">From row to row.</param>
/// <param name="LowestHz">Frequency of the first cell of a row.</param>
/// <param name="BinHz">From cell to cell.</param>
/// <param name="NatsPerLevel">What a level adds; level 0 is <paramref name="LowestNats"/>.</param>
/// <param name="Levels">A byte a cell, row by row, as base64.</param>
internal sealed record ContrastLine(
    int Frames,
    int Bins,
    double FrameS,
    double LowestHz,
    double BinHz,
    double LowestNats,
    double NatsPerLevel,
    byte[] Levels);
