using Earmark.Cli.Degrading;

namespace Earmark.Cli.Demo;

/// <summary>Plays a score in stereo.</summary>
internal static class Band
{
    private const double Tail = 1.5;
    private const float Peak = 0.89f;

    /// <summary>The sound of <paramref name="score"/>; instruments, tuning and places come from the dice.</summary>
    public static Sound Play(Score score, Dice dice)
    {
        var seats = Seat(dice);
        var tuning = dice.Between(-0.3, 0.3);
        var length = (int)((score.Duration + Tail) * Sound.SampleRate);
        var left = new float[length];
        var right = new float[length];
        var scratch = new float[Instrument.LongestNote];
        foreach (var note in score.Notes)
        {
            var seat = seats[note.Part];
            var hertz = 440 * Math.Pow(2, (note.Pitch - 69 + tuning) / 12);
            var count = seat.Instrument.Play(note, hertz, scratch);
            var first = (int)(note.Start * Sound.SampleRate);
            var samples = scratch.AsSpan(0, Math.Min(count, length - first));
            Mix(samples, seat.Left, left.AsSpan(first));
            Mix(samples, seat.Right, right.AsSpan(first));
        }

        Reverb.Add(left, right, dice.Between(0.05, 0.25));
        return Master(left, right);
    }

    private static Dictionary<Part, Seat> Seat(Dice dice)
    {
        Instrument lead = dice.Chance(0.5) ? new FmVoice(dice) : new AdditiveVoice(dice, attack: 0.03, detune: 0);
        Instrument bass = dice.Pick([0, 1, 2]) switch
        {
            0 => new FmVoice(dice),
            1 => new AdditiveVoice(dice, attack: 0.01, detune: 0),
            _ => new PluckedString(dice),
        };
        var drums = new DrumKit(dice);
        return new Dictionary<Part, Seat>
        {
            [Part.Lead] = new(lead, dice.Between(0.2, 0.32), dice.Between(-0.25, 0.25)),
            [Part.Pluck] = new(new PluckedString(dice), dice.Between(0.2, 0.35), dice.Between(-0.7, 0.7)),
            [Part.Pad] = new(new AdditiveVoice(dice, 0.2, dice.Between(0.002, 0.008)), dice.Between(0.06, 0.13), 0),
            [Part.Bass] = new(bass, dice.Between(0.25, 0.4), 0),
            [Part.Kick] = new(drums, dice.Between(0.5, 0.7), 0),
            [Part.Snare] = new(drums, dice.Between(0.35, 0.6), 0.1),
            [Part.Hat] = new(drums, dice.Between(0.2, 0.45), 0.4),
            [Part.Tom] = new(drums, 0.6, -0.4),
        };
    }

    private static void Mix(ReadOnlySpan<float> note, float gain, Span<float> channel)
    {
        for (var i = 0; i < note.Length; i++)
        {
            channel[i] += gain * note[i];
        }
    }

    /// <summary>Interleaves, rounds off the highest peaks and scales to <see cref="Peak"/>.</summary>
    private static Sound Master(float[] left, float[] right)
    {
        var samples = new float[2 * left.Length];
        var highest = 1e-9f;
        for (var i = 0; i < left.Length; i++)
        {
            samples[2 * i] = SoftClip(left[i]);
            samples[(2 * i) + 1] = SoftClip(right[i]);
            highest = Math.Max(highest, Math.Max(Math.Abs(samples[2 * i]), Math.Abs(samples[(2 * i) + 1])));
        }

        var gain = Peak / highest;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] *= gain;
        }

        return new Sound(samples, 2);
    }

    /// <summary>Nearly linear for quiet samples; approaches ±1.</summary>
    private static float SoftClip(float value) => value / MathF.Sqrt(1 + (value * value));
}
