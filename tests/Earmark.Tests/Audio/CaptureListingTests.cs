using Earmark.Audio;

namespace Earmark.Tests.Audio;

public sealed class CaptureListingTests
{
    [Fact]
    public void Sources_have_a_name_a_description_and_a_star_for_the_default() => AssertDevices(
        CaptureSystem.PulseAudio,
        """
        Auto-detected sources for pulse:
          alsa_output.pci-0000_00_1f.3.analog-stereo.monitor [Monitor of Built-in Audio] (none)
        * alsa_input.usb-Blue.analog-stereo [Yeti [Stereo]] (none)
          old [Without a kind]
        """,
        "alsa_output.pci-0000_00_1f.3.analog-stereo.monitor|Monitor of Built-in Audio",
        "alsa_input.usb-Blue.analog-stereo|Yeti [Stereo]|default",
        "old|Without a kind");

    [Fact]
    public void Of_ALSA_only_what_a_microphone_may_be_behind_is_listed() => AssertDevices(
        CaptureSystem.Alsa,
        """
        Auto-detected sources for alsa:
          null [Discard all samples (playback) or generate zero samples (capture)] (none)
          lavrate [Rate Converter Plugin Using Libav/FFmpeg Library] (none)
          hw:CARD=PCH,DEV=0 [HDA Intel PCH, Direct hardware device without any conversions] (none)
          plughw:CARD=PCH,DEV=0 [HDA Intel PCH, Hardware device with all software conversions] (none)
          default [Default Audio Device] (none)
        """,
        "plughw:CARD=PCH,DEV=0|HDA Intel PCH, Hardware device with all software conversions",
        "default|Default Audio Device|default");

    [Fact]
    public void Of_AVFoundation_the_audio_devices_are_listed_by_their_numbers() => AssertDevices(
        CaptureSystem.AvFoundation,
        """
        [AVFoundation indev @ 0x7f8] AVFoundation video devices:
        [AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera
        [AVFoundation indev @ 0x7f8] AVFoundation audio devices:
        [AVFoundation indev @ 0x7f8] [0] MacBook Pro Microphone
        [AVFoundation indev @ 0x7f8] [1] BlackHole 2ch
        : Input/output error
        """,
        "0|MacBook Pro Microphone",
        "1|BlackHole 2ch");

    [Fact]
    public void Of_DirectShow_the_audio_devices_are_listed_the_first_as_the_default() => AssertDevices(
        CaptureSystem.DirectShow,
        """
        [dshow @ 000001] "Integrated Camera" (video)
        [dshow @ 000001]   Alternative name "@device_pnp_\\?\usb#vid"
        [dshow @ 000001] "Mikrofon (USB, 2-)" (audio)
        [dshow @ 000001]   Alternative name "@device_cm_{33D9A762}\wave_{1}"
        [dshow @ 000001] "Stereo Mix" (audio)
        dummy: Immediate exit requested
        """,
        "Mikrofon (USB, 2-)||default",
        "Stereo Mix|");

    [Fact]
    public void Of_DirectShow_as_FFmpeg_4_lists_it_those_below_the_heading_count() => AssertDevices(
        CaptureSystem.DirectShow,
        """
        [dshow @ 000001] DirectShow video devices (some may be both video and audio devices)
        [dshow @ 000001]  "Integrated Camera"
        [dshow @ 000001] DirectShow audio devices
        [dshow @ 000001]  "Microphone"
        [dshow @ 000001]     Alternative name "@device_cm_{33D9A762}\wave_{1}"
        """,
        "Microphone||default");

    [Theory]
    [InlineData("alsa:plughw:1,0", "alsa", "plughw:1,0")]
    [InlineData("pulse:a.monitor", "pulse", "a.monitor")]
    public void A_full_name_is_taken_as_it_is(string name, string format, string rest)
    {
        if (OperatingSystem.IsLinux())
        {
            var device = CaptureDevice.Find(name);

            Assert.Equal((format, rest), (device.System.Format, device.Name));
            Assert.Equal(name, device.ToString());
        }
    }

    private static void AssertDevices(CaptureSystem system, string said, params string[] expected)
    {
        var devices = system.ReadDevices(said.Split('\n'));

        Assert.Equal(
            expected,
            devices.Select(d => $"{d.Name}|{d.Description}{(d.IsDefault ? "|default" : "")}"));
    }
}
