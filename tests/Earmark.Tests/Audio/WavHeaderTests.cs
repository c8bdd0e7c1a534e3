using System.Text;
using Earmark.Audio;
using static Earmark.Tests.Audio.TestAudio;

namespace Earmark.Tests.Audio;

public sealed class WavHeaderTests : IDisposable
{
    private readonly TestAudio _files = new();

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 16)]
    [InlineData(1, 24)]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    [InlineData(3, 64)]
    public void Every_encoding_reads_as_the_mean_of_its_channels(int codec, int bits)
    {
        // Left and right differ; their means are 0, 0.25, −0.25 and 0.125. A mean over time of 0 is not needed here.
        double[] samples = [0.5, -0.5, 0.5, 0, 0, -0.5, 0.25, 0];
        var data = samples.SelectMany(sample => Encode(sample, codec, bits)).ToArray();

        using var reader = Open(Wav(codec, 2, 8000, bits, data), out _);
        var mono = new float[10];

        Assert.Equal(4, reader.Read(mono));
        Assert.Equal([0f, 0.25f, -0.25f, 0.125f], mono[..4]);
        Assert.Equal(0, reader.Read(mono));
    }

    [Fact]
    public void The_extensible_header_names_the_codec_in_its_extension()
    {
        byte[] format = [.. Format(0xFFFE, 1, 8000, 32), 22, 0, 32, 0, 0, 0, 0, 0, 3, 0, .. new byte[14]];
        var wav = Riff(Chunk("fmt ", format), Chunk("data", BitConverter.GetBytes(0.5f)));
        Assert.Equal(SampleEncoding.Ieee32, Header(wav).Format?.Encoding);
    }

    [Fact]
    public void Twenty_four_bits_in_four_bytes_are_read_as_thirty_two()
    {
        var format = Format(1, 2, 8000, 24);
        format[12] = 8;
        var header = Header(Riff(Chunk("fmt ", format), Chunk("data", new byte[16])));
        Assert.Equal(SampleEncoding.Signed32, header.Format?.Encoding);
        Assert.Null(header.Warning);
    }

    [Theory]
    [InlineData("RF64")]
    [InlineData("BW64")]
    public void A_size_beyond_32_bits_stands_in_ds64(string id)
    {
        byte[] ds64 = [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(6_000_000_000L), .. new byte[12]];
        var wav = Riff(Chunk("ds64", ds64), Chunk("fmt ", Format(1, 1, 8000, 16)), Chunk("data", [], uint.MaxValue));
        Encoding.ASCII.GetBytes(id).CopyTo(wav, 0);
        Assert.Equal(6_000_000_000L, Header(wav).DataBytes);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_size_not_known_when_writing_began_means_to_the_end(uint size)
    {
        var wav = Riff(Chunk("fmt ", Format(1, 1, 8000, 16)), Chunk("data", new byte[8], size));
        Assert.Null(Header(wav).DataBytes);
    }

    [Fact]
    public void Chunks_of_odd_length_are_padded()
    {
        var wav = Riff(Chunk("junk", new byte[3]), Chunk("fmt ", Format(1, 1, 8000, 16)), Chunk("data", new byte[2]));
        Assert.Equal(8000, Header(wav).Format?.SampleRate);
    }

    [Fact]
    public void Tags_are_read_before_and_behind_the_samples()
    {
        byte[] before = [.. "INFO"u8, .. Chunk("INAM", "Tïtle\0"u8.ToArray()), .. Chunk("IART", [0xC4, 0x72, 0x74])];
        byte[] behind = [.. "INFO"u8, .. Chunk("IPRD", "Album"u8.ToArray()), .. Chunk("INAM", "Other"u8.ToArray())];
        var path = _files.Write("a.wav", Riff(
            Chunk("LIST", before), Chunk("fmt ", Format(1, 1, 8000, 16)), Chunk("data", new byte[20]),
            Chunk("LIST", behind)));

        using var audio = AudioStream.Open(path);

        Assert.Equal(new AudioTags("Tïtle", "Ärt", "Album"), audio.Tags);
        Assert.Equal(10, ReadAll(audio).Length);
    }

    [Fact]
    public void A_header_that_states_more_than_there_is_gives_what_there_is_and_a_warning()
    {
        var wav = Riff(Chunk("fmt ", Format(1, 1, 8000, 16)), Chunk("data", new byte[32_000], 64_000));
        using var audio = AudioStream.Open(_files.Write("a.wav", wav));
        Assert.Equal(16_000, ReadAll(audio).Length);
        Assert.EndsWith("a.wav is incomplete: 2.0 of 4.0 s decoded (50 %).", Assert.Single(audio.Warnings));
    }

    [Fact]
    public void A_header_that_states_less_than_there_is_gives_all_and_a_warning()
    {
        var wav = Riff(Chunk("fmt ", Format(1, 1, 8000, 16)), Chunk("data", new byte[32_000], 6_000));
        using var audio = AudioStream.Open(_files.Write("a.wav", wav));
        Assert.Equal(16_000, ReadAll(audio).Length);
        Assert.EndsWith("where its header says 6000; all were read.", Assert.Single(audio.Warnings));
    }

    [Fact]
    public void A_frame_size_that_contradicts_channels_and_bits_is_not_believed()
    {
        var format = Format(1, 2, 8000, 16);
        format[12] = 3;
        var header = Header(Riff(Chunk("fmt ", format), Chunk("data", new byte[8])));
        Assert.Equal(new PcmFormat(SampleEncoding.Signed16, 8000, 2), header.Format);
        Assert.StartsWith("states 3 bytes for each frame", header.Warning);
    }

    [Theory]
    [InlineData(0, 44_100, "0 channels; expected 1 to 64")]
    [InlineData(65, 44_100, "65 channels")]
    [InlineData(2, 0, "0 samples per second; expected 1000 to 768000")]
    [InlineData(2, -1, "2147483647 samples per second")]
    public void Absurd_numbers_are_named_in_one_sentence(int channels, int sampleRate, string fault)
    {
        var path = _files.Write("a.wav", Wav(1, channels, sampleRate, 16, new byte[100]));
        Assert.Contains(fault, Assert.Throws<AudioException>(() => AudioStream.Open(path)).Message);
    }

    [Fact]
    public void A_header_cut_anywhere_is_an_error_and_never_another_exception()
    {
        var wav = Wav(1, 1, 8000, 16, new byte[4]);
        for (var length = 0; length < wav.Length - 4; length++)
        {
            Assert.Throws<AudioException>(() => Header(wav[..length]));
        }

        var empty = _files.Write("a.wav", wav[..^4]);
        Assert.Contains("holds no samples", Assert.Throws<AudioException>(() =>
        {
            using var audio = AudioStream.Open(empty);
            return ReadAll(audio);
        }).Message);
    }

    [Fact]
    public void A_chunk_that_claims_more_than_any_stream_holds_is_an_error_of_the_file()
    {
        var wav = Riff(Chunk("junk", [], 4_000_000_000), Chunk("data", new byte[2]));

        Assert.Throws<AudioException>(() => Header(wav));
    }

    public void Dispose() => _files.Dispose();

    private static WavHeader Header(byte[] wav) => WavHeader.Read(new MemoryStream(wav), "a.wav");

    private static PcmReader Open(byte[] wav, out WavHeader header)
    {
        var stream = new MemoryStream(wav);
        header = WavHeader.Read(stream, "a.wav");
        return new PcmReader(stream, header.Format!.Value, header.DataBytes);
    }

    private static byte[] Encode(double sample, int codec, int bits) => (codec, bits) switch
    {
        (1, 8) => [(byte)((sample * 128) + 128)],
        (3, 32) => BitConverter.GetBytes((float)sample),
        (3, 64) => BitConverter.GetBytes(sample),
        _ => BitConverter.GetBytes((int)(sample * 2_147_483_648.0))[(4 - (bits / 8))..],
    };
}
