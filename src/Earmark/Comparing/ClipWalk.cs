using Earmark.Audio;
using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Spectral;

namespace Earmark.Comparing;

/// <summary>Goes through a recording clip by clip: each is heard for itself, then forgotten.</summary>
internal static class ClipWalk
{
    /// <summary>A rest shorter than this says nothing that the clips before it did not, in seconds.</summary>
    private const int LeastRest = 2;

    /// <summary>Returns the clips, end to end, of <paramref name="seconds"/> each; silent ones are left out.</summary>
    /// <exception cref="AudioException">The recording cannot be read.</exception>
    public static IEnumerable<HeardClip> Through(
        string path, FingerprintProfile profile, int seconds, CancellationToken cancellation)
    {
        using var audio = ComparedRecording.Open(path, profile, cancellation);
        var samples = new float[seconds * profile.SampleRate];
        for (var start = 0; Fill(audio, samples) is var count && count >= LeastRest * profile.SampleRate;
            start += seconds)
        {
            var contrast = new ContrastRecord(profile);
            var extractor = new ConstellationExtractor(profile, contrast);
            extractor.Write(samples.AsSpan(0, count));
            var observation = new Observation(extractor.FinishQuery(), contrast);
            foreach (var clip in QueryClip.Cut(observation, profile, TimeSpan.FromSeconds(seconds)))
            {
                yield return new HeardClip(clip, start);
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Reads as many samples as there is room for; fewer only at the end.</summary>
    public static int Fill(AudioStream audio, Span<float> samples)
    {
        var filled = 0;
        while (filled < samples.Length && audio.Read(samples[filled..]) is > 0 and var count)
        {
            filled += count;
        }

        return filled;
    }
}
