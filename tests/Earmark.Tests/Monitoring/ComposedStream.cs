using Earmark.Cli.Degrading;
using Earmark.Tests.Audio;

namespace Earmark.Tests.Monitoring;

/// <summary>A stream made of pieces, one after the other or into each other.</summary>
internal sealed class ComposedStream
{
    private readonly List<float> _samples = [];

    /// <summary>How long it is so far, in seconds.</summary>
    public double Now => (double)_samples.Count / Sound.SampleRate;

    public Sound Sound => new([.. _samples], 1);

    /// <summary>Adds a sound behind what is there, or fading into it.</summary>
    public ComposedStream Add(Sound sound, double fade = 0)
    {
        var overlap = Sound.ToSamples(fade);
        var start = _samples.Count - overlap;
        for (var i = 0; i < overlap; i++)
        {
            var share = (float)i / overlap;
            _samples[start + i] =
                (MathF.Sqrt(1 - share) * _samples[start + i]) + (MathF.Sqrt(share) * sound.Samples[i]);
        }

        _samples.AddRange(sound.Samples.Skip(overlap));
        return this;
    }

    public ComposedStream AddSilence(double seconds) => Add(new Sound(new float[Sound.ToSamples(seconds)], 1));

    /// <summary>Lays a sound over what is there, twice as loud as that.</summary>
    public ComposedStream TalkOver(Sound voice, double at)
    {
        var first = Sound.ToSamples(at);
        for (var i = 0; i < voice.Length; i++)
        {
            _samples[first + i] = (0.5f * _samples[first + i]) + voice.Samples[i];
        }

        return this;
    }

    /// <summary>Writes it; a header that says another rate makes it play faster or slower.</summary>
    public string Write(TestAudio files, string name, double speed = 1)
    {
        var bytes = WavWriter.Encode(Sound);
        BitConverter.GetBytes((int)Math.Round(speed * Sound.SampleRate)).CopyTo(bytes, 24);
        return files.Write(name, bytes);
    }
}
