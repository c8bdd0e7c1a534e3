using static System.FormattableString;

namespace Earmark.Audio;

/// <summary>What was wrong with a source though something of it could be read, in sentences.</summary>
internal static class ReadingReport
{
    /// <summary>Adds a sentence if samples were damage.</summary>
    public static void AddDamage(AudioSource source, List<string> warnings)
    {
        if (source.Pcm.DamagedCount > 0)
        {
            warnings.Add($"{source.Name} has {source.Pcm.DamagedCount} damaged samples beyond ±8; they were clamped.");
        }
    }

    /// <summary>Adds a sentence for whatever kept a source that was read to its end from being whole.</summary>
    /// <exception cref="AudioException">It holds nothing at all, or the decoder hangs.</exception>
    public static void AddEnd(AudioSource source, List<string> warnings)
    {
        var decoder = source.Decoder;
        var isWhole = decoder?.Complete() ?? true;
        var name = source.Name;
        if (source.Pcm.FrameCount == 0)
        {
            throw new AudioException(
                $"{name} holds no samples (found: {decoder?.Log.Cause ?? "a header and no more"}); "
                + "expected music or speech; remove it.");
        }

        var decoded = source.Pcm.Duration.TotalSeconds;
        var stated = (source.StatedDuration ?? decoder?.Log.StatedDuration)?.TotalSeconds ?? 0;
        if (stated > decoded + 1 && stated > decoded * 1.01)
        {
            var percent = Math.Floor(decoded / stated * 100);
            warnings.Add(Invariant($"{name} is incomplete: {decoded:0.0} of {stated:0.0} s decoded ({percent} %)."));
        }
        else if (!isWhole)
        {
            warnings.Add(Invariant($"{name} decoded only up to {decoded:0.0} s ({decoder!.Log.Cause})."));
        }

        if (decoder is { Log.ErrorCount: > 0 } && isWhole)
        {
            var errors = $"errors: {decoder.Log.ErrorCount}, the first: {decoder.Log.Cause}";
            warnings.Add($"{name} is damaged in part ({errors}).");
        }
    }
}
