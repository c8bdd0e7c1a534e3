using System.Globalization;
using Earmark.Audio;

namespace Earmark.Cli.Output;

/// <summary>One line on a terminal that shows how loud a microphone is, again and again; gone at the end.</summary>
/// <remarks>Where nobody watches it writes nothing. For one thread, but for <see cref="Guess"/>.</remarks>
internal sealed class LevelLine(Terminal terminal) : IDisposable
{
    private const int Cells = 20;

    /// <summary>The left end of the bar, in dB full scale; the right end is 0.</summary>
    private const double FloorDb = -70;

    private const string ToLineStart = "\r";
    private const string EraseLine = "\r\u001b[2K";

    private int _shownLength;

    /// <summary>What it may be, as far as can be told.</summary>
    public string Guess { get; set; } = "";

    /// <summary>Shows a level.</summary>
    /// <param name="heard">How much was heard so far, in seconds.</param>
    public void Show(SoundLevel level, double heard)
    {
        if (!terminal.IsInteractive)
        {
            return;
        }

        var line = Text.OneLine(Draw(level, heard, Guess));
        line = line[..Math.Min(line.Length, terminal.Screen.Columns - 1)];
        terminal.Notes.Write(ToLineStart + line.PadRight(_shownLength));
        _shownLength = line.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_shownLength > 0)
        {
            terminal.Notes.Write(EraseLine);
            _shownLength = 0;
        }
    }

    /// <summary>The line: bar, level, what to do about it, time, and what it may be.</summary>
    internal static string Draw(SoundLevel level, double heard, string guess)
    {
        var share = Math.Clamp(1 - (level.RmsDb / FloorDb), 0, 1);
        var filled = level.IsDigitalSilence ? 0 : (int)Math.Round(share * Cells);
        var decibels = level.IsDigitalSilence
            ? "−∞"
            : level.RmsDb.ToString("0;−0", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('█', filled)}{new string('·', Cells - filled)}] " +
            $"{decibels,3} dB  {Word(level),-11}  {heard,4:0.0} s  {guess}");
    }

    private static string Word(SoundLevel level) => level.Loudness switch
    {
        _ when level.IsDigitalSilence => "muted?",
        Loudness.Silence => "silence",
        Loudness.Quiet => "too quiet",
        Loudness.Clipping => "clipping",
        _ => "good",
    };
}
