using Earmark.Cli.Degrading;
using Earmark.Server.Http;

namespace Earmark.Tests.Server;

/// <summary>Alone: the room is shared by all uploads of a process.</summary>
[Collection(ServedCollection.Name)]
public sealed class BlockStreamTests
{
    private const int RoomBytes = 64 << 20;

    [Fact]
    public void What_is_appended_in_any_pieces_is_read_in_any_others()
    {
        var dice = new Dice(3);
        var bytes = new byte[300_000];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)dice.Below(256);
        }

        using var stream = new BlockStream();
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(bytes.Length - at, dice.Below(100_000));
            Assert.True(stream.TryAppend(bytes.AsSpan(at, count)));
            at += count;
        }

        foreach (var start in new[] { 0, 65_535, 65_536, 299_999, 300_000 })
        {
            stream.Seek(start, SeekOrigin.Begin);
            var read = new List<byte>();
            var buffer = new byte[70_000];
            int count;
            while ((count = stream.Read(buffer, 0, 1 + dice.Below(buffer.Length))) > 0)
            {
                read.AddRange(buffer[..count]);
            }

            Assert.Equal(bytes[start..], read);
        }
    }

    [Fact]
    public void All_together_have_so_much_room_and_no_more_until_some_is_given_back()
    {
        using var first = new BlockStream();
        using var second = new BlockStream();
        Assert.True(first.TryAppend(new byte[RoomBytes]));

        Assert.False(second.TryAppend(new byte[1]));
        Assert.Equal(0, second.Length);

        first.Dispose();
        Assert.True(second.TryAppend(new byte[1]));
    }
}
