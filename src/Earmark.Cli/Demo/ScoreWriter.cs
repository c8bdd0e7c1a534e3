using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Writes the notes of a piece: a form of three sections that come back varied, never bar for bar.</summary>
internal sealed class ScoreWriter
{
    private readonly Style _style;
    private readonly Dice _dice;
    private readonly DrumWriter _drums;
    private readonly List<Note> _notes = [];
    private int _melodyDegree = 16;

    private ScoreWriter(Style style, Dice dice)
    {
        _style = style;
        _dice = dice;
        _drums = new DrumWriter(style, dice, _notes);
    }

    /// <summary>The score of a style: every random choice comes from <paramref name="dice"/>.</summary>
    public static Score Write(Style style, Dice dice)
    {
        var writer = new ScoreWriter(style, dice);
        return writer.Write();
    }

    private Score Write()
    {
        Section[] sections =
        [
            Section.Roll(_dice, _style, 0.45),
            Section.Roll(_dice, _style, 0.8),
            Section.Roll(_dice, _style, 0.95),
        ];
        var form = _dice.Pick<int[]>([[0, 1, 2, 1, 2, 0], [0, 1, 1, 2, 0, 2], [1, 2, 0, 1, 2, 2], [2, 0, 1, 2, 1, 0]]);
        var barLength = _style.BeatsPerBar * _style.Beat;
        var barCount = (int)Math.Ceiling(_style.Duration / barLength);
        var barsPerSection = Math.Max(4, (int)Math.Ceiling((double)barCount / form.Length));
        for (var bar = 0; bar < barCount; bar++)
        {
            var section = sections[form[bar / barsPerSection % form.Length]];
            var chord = section.Chords[bar % barsPerSection % section.Chords.Count];
            var isFill = (bar + 1) % barsPerSection == 0 || _dice.Chance(0.08);
            WriteBar(section, Substitute(chord), bar * barLength, isFill);
        }

        return new Score(_notes, barCount * barLength);
    }

    private void WriteBar(Section section, int chord, double start, bool isFill)
    {
        if (section.Parts.Contains(Part.Pad))
        {
            WritePad(chord, start);
        }

        if (section.Parts.Contains(Part.Bass))
        {
            WriteBass(section, chord, start);
        }

        if (section.Parts.Contains(Part.Pluck))
        {
            WritePluck(chord, start);
        }

        if (section.Parts.Contains(Part.Lead))
        {
            WriteLead(section, chord, start);
        }

        if (section.Parts.Contains(Part.Kick))
        {
            _drums.WriteBar(section, start, isFill);
        }
    }

    /// <summary>Now and then the chord a third below stands in: a progression does not just repeat.</summary>
    private int Substitute(int chord) => _dice.Chance(0.12) ? (chord + 5) % 7 : chord;

    private void WritePad(int chord, double start)
    {
        var inversion = _dice.Below(3);
        var hasSeventh = _dice.Chance(0.4);
        for (var voice = 0; voice < (hasSeventh ? 4 : 3); voice++)
        {
            var degree = 14 + chord + (2 * voice) - (voice >= 3 - inversion ? 7 : 0);
            Add(Part.Pad, start, _style.BeatsPerBar * _style.Beat, degree, _dice.Between(0.4, 0.6));
        }
    }

    private void WriteBass(Section section, int chord, double start)
    {
        var beats = section.KickBeats;
        for (var i = 0; i < beats.Count; i++)
        {
            var next = i + 1 < beats.Count ? beats[i + 1] : _style.BeatsPerBar;
            var degree = i == 0 ? chord : chord + _dice.Pick([0, 0, 4, 7, 2, -3]);
            Add(Part.Bass, At(start, beats[i]), 0.9 * (next - beats[i]) * _style.Beat, degree, _dice.Between(0.6, 0.9));
        }
    }

    private void WritePluck(int chord, double start)
    {
        var direction = _dice.Pick([1, -1]);
        var step = _dice.Below(4);
        for (var half = 0; half < 2 * _style.BeatsPerBar; half++)
        {
            if (_dice.Chance(0.25 + (0.7 * _style.Density)))
            {
                var tone = (((step % 4) + 4) % 4) switch { 0 => 0, 1 => 2, 2 => 4, _ => 7 };
                Add(Part.Pluck, At(start, half / 2.0), _style.Beat, 14 + chord + tone, _dice.Between(0.4, 0.9));
            }

            step += _dice.Chance(0.8) ? direction : _dice.Below(3);
        }
    }

    /// <summary>A walk along the scale that meets the chord on the beat and rests now and then.</summary>
    private void WriteLead(Section section, int chord, double start)
    {
        var rhythm = section.Rhythm;
        for (var i = 0; i < rhythm.Count; i++)
        {
            if (_dice.Chance(0.15))
            {
                continue;
            }

            var middle = 16 + section.Lift;
            var pull = Math.Sign(middle - _melodyDegree) * (_dice.Chance(0.4) ? 1 : 0);
            _melodyDegree += _dice.Pick([-2, -1, -1, 0, 1, 1, 2, 3, -4]) + pull;
            _melodyDegree = Math.Clamp(_melodyDegree, middle - 7, middle + 8);
            var isOnBeat = rhythm[i] == Math.Floor(rhythm[i]);
            if (isOnBeat && ((((_melodyDegree - chord) % 7) + 7) % 7) is 1 or 3 or 5)
            {
                _melodyDegree++;
            }

            var next = i + 1 < rhythm.Count ? rhythm[i + 1] : _style.BeatsPerBar;
            var length = (next - rhythm[i]) * _style.Beat * _dice.Between(0.6, 1.05);
            Add(Part.Lead, At(start, rhythm[i]), length, _melodyDegree, _dice.Between(0.55, 1));
        }
    }

    /// <summary>A beat in seconds, swung, with the few milliseconds that a player is early or late.</summary>
    private double At(double start, double beat)
    {
        var isOffbeat = beat - Math.Floor(beat) == 0.5;
        var swung = beat + (isOffbeat ? _style.Swing : 0);
        return Math.Max(0, start + (swung * _style.Beat) + (0.006 * _dice.Normal()));
    }

    private void Add(Part part, double start, double length, int degree, double velocity) =>
        _notes.Add(new Note(part, start, length, _style.Pitch(degree), velocity));
}
