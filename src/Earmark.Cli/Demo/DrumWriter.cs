using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Writes the drums of a bar: the section's bass drum, a backbeat, cymbals, ghost notes and fills.</summary>
internal sealed class DrumWriter(Style style, Dice dice, List<Note> notes)
{
    private readonly int _hatsPerBeat = dice.Pick([1, 2, 2, 2, 4]);
    private readonly int _backbeatPhase = dice.Below(2);

    /// <summary>Appends one bar that starts at <paramref name="start"/> seconds.</summary>
    public void WriteBar(Section section, double start, bool isFill)
    {
        foreach (var beat in section.KickBeats)
        {
            Add(Part.Kick, start, beat, 0, dice.Between(0.75, 1));
        }

        for (var beat = 0; beat < style.BeatsPerBar; beat++)
        {
            if (beat % 2 != _backbeatPhase)
            {
                Add(Part.Snare, start, beat, 0, dice.Between(0.6, 0.9));
            }
            else if (dice.Chance(0.15))
            {
                Add(Part.Snare, start, beat + 0.75, 0, dice.Between(0.15, 0.35));
            }
        }

        for (var i = 0; i < _hatsPerBeat * style.BeatsPerBar; i++)
        {
            if (dice.Chance(0.9))
            {
                var length = dice.Chance(0.08) ? 0.3 : 0.05;
                Add(Part.Hat, start, (double)i / _hatsPerBeat, 0, dice.Between(0.25, 0.6), length);
            }
        }

        if (isFill)
        {
            WriteFill(start);
        }
    }

    private void WriteFill(double start)
    {
        var pitch = dice.Between(48, 56);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            if (dice.Chance(0.75))
            {
                Add(Part.Tom, start, style.BeatsPerBar - 1 + (quarter / 4.0), pitch, dice.Between(0.5, 0.9));
            }

            pitch -= dice.Between(1, 4);
        }
    }

    private void Add(Part part, double start, double beat, double pitch, double velocity, double length = 0.1)
    {
        var time = Math.Max(0, start + (beat * style.Beat) + (0.003 * dice.Normal()));
        notes.Add(new Note(part, time, length, pitch, velocity));
    }
}
