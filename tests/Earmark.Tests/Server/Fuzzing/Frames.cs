using System.Buffers.Binary;
using System.Text;
using Earmark.Cli.Degrading;

namespace Earmark.Tests.Server.Fuzzing;

/// <summary>A WebSocket that begins as it should, and then frames that may not be any (RFC 6455, 5.2).</summary>
internal static class Frames
{
    private const int Text = 1;
    private const int Binary = 2;
    private const int Close = 8;

    private const string Start = """{"type":"start","pcm":"f32le:48000:1","threshold":"balanced"}""";

    /// <summary>What makes a connection a WebSocket.</summary>
    public static byte[] Opening { get; } = Encoding.ASCII.GetBytes(
        "GET /v1/listen HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

    /// <summary>Some frames.</summary>
    public static byte[] Draw(Dice dice)
    {
        var wildness = dice.Pick([0, 0.03, 0.2]);
        var bytes = new List<byte>();
        if (dice.Chance(0.9))
        {
            bytes.AddRange(Frame(dice, wildness, Text, Encoding.UTF8.GetBytes(Start)));
        }

        for (var count = dice.Below(12); count >= 0; count--)
        {
            bytes.AddRange(!dice.Chance(wildness)
                ? Frame(dice, wildness, Binary, Samples(dice))
                : dice.Below(4) switch
                {
                    0 => Frame(dice, wildness, Text, Mutation.OfJson(dice, Start)),
                    1 => Frame(dice, wildness, dice.Below(16), Mutation.Noise(dice, dice.Below(200))),
                    2 => Mutation.OfBytes(dice, Frame(dice, wildness, Binary, Mutation.Noise(dice, 400))),
                    _ => Mutation.Noise(dice, dice.Below(60)),
                });
        }

        bytes.AddRange(dice.Chance(0.5)
            ? Frame(dice, wildness, Close, [3, 0xE8])
            : Frame(dice, wildness, Text, """{"type":"stop"}"""u8.ToArray()));
        return [.. bytes];
    }

    /// <summary>Floats of any kind, or such as a microphone delivers.</summary>
    private static byte[] Samples(Dice dice)
    {
        var length = dice.Below(dice.Chance(0.1) ? 200_000 : 20_000);
        return dice.Chance(0.3) ? Mutation.Noise(dice, length)
            : [.. Enumerable.Range(0, length / 4).SelectMany(_ => BitConverter.GetBytes(dice.Noise()))];
    }

    private static byte[] Frame(Dice dice, double wildness, int opcode, byte[] content)
    {
        var isLast = !dice.Chance(wildness / 2);
        var reserved = dice.Chance(wildness / 4) ? 0x70 : 0;
        var frame = new List<byte> { (byte)((isLast ? 0x80 : 0) | reserved | opcode) };
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, content.Length);
        var isMasked = !dice.Chance(wildness / 4);
        var mark = isMasked ? 0x80 : 0;
        frame.AddRange(content.Length < 126 ? [(byte)(mark | content.Length)]
            : content.Length <= ushort.MaxValue ? [(byte)(mark | 126), .. length[6..]]
            : [(byte)(mark | 127), .. length]);
        var mask = isMasked ? Mutation.Noise(dice, 4) : new byte[4];
        frame.AddRange(isMasked ? mask : []);
        frame.AddRange(content.Select((value, i) => (byte)(value ^ mask[i % 4])));
        return [.. frame];
    }
}
