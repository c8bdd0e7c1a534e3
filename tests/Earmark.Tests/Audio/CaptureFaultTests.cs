using Earmark.Audio;

namespace Earmark.Tests.Audio;

public sealed class CaptureFaultTests
{
    [Theory]
    [InlineData("cannot open audio device hw:0 (Device or resource busy)", "another program is recording")]
    [InlineData("cannot open audio device hw:0 (Permission denied)", "join the group 'audio'")]
    [InlineData("cannot set channel count to 1 (Invalid argument)", "plughw")]
    [InlineData("Unknown input format: 'alsa'", "built without ALSA")]
    public void Words_of_ALSA_become_a_cause_and_a_remedy(string error, string expected) =>
        AssertSays(expected, CaptureSystem.Alsa, error, "hw:0: Input/output error");

    [Fact]
    public void Numbers_of_PulseAudio_are_told_apart()
    {
        AssertSays("no source of that name", CaptureSystem.PulseAudio, "x: Input/output error");
        AssertSays("no PulseAudio or PipeWire runs", CaptureSystem.PulseAudio, "x: No such process");
    }

    [Fact]
    public void A_device_that_macOS_or_Windows_does_not_lend_is_said_to_be_so()
    {
        AssertSays(
            "Privacy & Security",
            CaptureSystem.AvFoundation,
            "Failed to create AV capture input device: Cannot use MacBook Pro Microphone");
        AssertSays(
            "there is no such device",
            CaptureSystem.DirectShow,
            "Could not find audio only device with name [x] among source devices of type audio.");
    }

    [Fact]
    public void What_is_not_known_is_passed_on() =>
        AssertSays("Something new", CaptureSystem.DirectShow, "Something new");

    private static void AssertSays(string expected, CaptureSystem system, params string[] errors)
    {
        var sentence = CaptureFault.Sentence(new CaptureDevice(system, "x"), errors);

        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.StartsWith($"The microphone {system.Format}:x cannot be opened: ", sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }
}
