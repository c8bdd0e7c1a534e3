using Earmark.Cli.Degrading;
using Earmark.Indexing;
using Earmark.Landmarks;

namespace Earmark.Bench.Synthesis;

/// <summary>Makes constellations that no music has, with the peaks, intervals and rhythms of real ones.</summary>
/// <remarks>
/// <para>
/// A synthetic track is a chain of stretches. Each is a stretch of a real track (three in four times the same one),
/// played <b>backwards</b>, at another pace and transposed, over a second stretch out of elsewhere in that track, an
/// octave away, that fills what the first leaves empty. All peaks are ranked anew among those around them, and the
/// pairs and keys follow from the product's own pairer.
/// </para>
/// <para>
/// Why so: notes of one onset, the scale of a piece, its rhythm and its repeats stay together, so keys are as unevenly
/// spread as in music, and come in the same company. Backwards, because no warp of the search undoes that; and by more
/// than the two semitones that it does undo, because a drone is the same backwards.
/// </para>
/// What is made depends on the sources, the profile's peak rate, the seed and the number of the track, on nothing else.
/// </remarks>
internal sealed class Synthesizer(IReadOnlyList<SourceTrack> sources, FingerprintProfile profile, int seed)
{
    /// <summary>How long a stretch is, in seconds.</summary>
    private const double StretchMin = 15;
    private const double StretchMax = 60;

    /// <summary>How often a stretch is of the track's main source.</summary>
    private const double MainShare = 0.75;

    /// <summary>How long a track is, as a factor of some real one's length.</summary>
    private const double LengthMin = 0.8;
    private const double LengthMax = 1.25;

    /// <summary>The track of a number, the same every time. For any number of threads.</summary>
    public NewTrack Make(int number)
    {
        var dice = new Dice(seed, number);
        var main = Voice.Draw(sources, dice);
        var other = Voice.Draw(sources, dice);
        var frameCount = (int)(dice.Pick(sources).Constellation.FrameCount * dice.Between(LengthMin, LengthMax));
        var score = new PeakMixer(profile, frameCount);
        for (var frame = 0; frame < frameCount;)
        {
            var voice = dice.Chance(MainShare) ? main : other;
            var wanted = dice.Between(StretchMin, StretchMax) / profile.FrameDuration;
            var available = voice.Source.Constellation.FrameCount / voice.Pace;
            var length = Math.Min(frameCount - frame, Math.Max(1, (int)Math.Min(wanted, available)));
            AddStretch(score, voice, isFiller: false, frame, length, dice);
            AddStretch(score, voice, isFiller: true, frame, length, dice);
            frame += length;
        }

        return new NewTrack
        {
            RefId = $"synthetic {seed}-{number:D7}",
            Title = $"Synthetic track {number:N0}",
            Album = $"made of {main.Source.Track.RefId} and {other.Source.Track.RefId}",
            Duration = TimeSpan.FromSeconds(frameCount * profile.FrameDuration),
            Constellation = score.Finish(),
        };
    }

    /// <summary>Adds a stretch of the source, drawn at random, as it sounds from a frame on.</summary>
    private static void AddStretch(
        PeakMixer score, Voice voice, bool isFiller, int firstFrame, int length, Dice dice)
    {
        var (peaks, frameCount) = (voice.Source.Peaks, voice.Source.Constellation.FrameCount);
        var pitch = isFiller ? voice.FillerPitch : voice.Pitch;
        var end = dice.Between(Math.Min(length * voice.Pace, frameCount), frameCount);
        for (var i = FirstFrom(peaks, end) - 1; i >= 0; i--)
        {
            var frame = (int)((end - peaks[i].Frame) / voice.Pace);
            if (frame >= length)
            {
                break;
            }

            var step = (int)Math.Round(peaks[i].Step * pitch);
            if (step <= ushort.MaxValue)
            {
                score.Add(new Peak(firstFrame + frame, (ushort)step, peaks[i].Rank), isFiller, dice);
            }
        }
    }

    /// <summary>Index of the first peak at or after a time in frames.</summary>
    private static int FirstFrom(Peak[] peaks, double time)
    {
        var (low, high) = (0, peaks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = peaks[middle].Frame < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
