using System.Globalization;
using Earmark.Audio;

namespace Earmark.Cli.Verbs;

/// <summary>What may have kept a microphone from being of use, and what to do about it.</summary>
internal static class ListenAdvice
{
    /// <summary>The sentence for a microphone of which every sample was zero.</summary>
    public static string Muted(CaptureDevice device) =>
        $"The microphone {device} gives digital silence, as one does that is muted or that this program may not use; " +
        $"{Unmute()}, or name another: 'earmark listen --devices' lists them.";

    /// <summary>The sentence for sound that was not named; null where it was as it should be.</summary>
    public static string? Of(SoundLevel level) => level.Loudness switch
    {
        Loudness.Silence => Sentence(
            level, "Only the microphone's own noise was heard", "is the music on, and the microphone turned up?"),
        Loudness.Quiet => Sentence(level, "It was too quiet", "bring the microphone closer, or turn it up."),
        Loudness.Clipping => Sentence(level, "It was so loud that it clipped", "turn the microphone down."),
        _ => null,
    };

    private static string Sentence(SoundLevel level, string found, string remedy) =>
        $"{found} ({level.RmsDb.ToString("0;−0", CultureInfo.InvariantCulture)} dB): {remedy}";

    private static string Unmute() =>
        OperatingSystem.IsWindows() ? "allow it in Settings, Privacy & security, Microphone, and unmute it"
        : OperatingSystem.IsMacOS()
            ? "allow the terminal in System Settings, Privacy & Security, Microphone, and unmute it"
        : "unmute it in the mixer (pavucontrol, alsamixer)";
}
