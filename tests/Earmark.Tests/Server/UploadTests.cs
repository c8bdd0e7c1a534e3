using Earmark.Cli.Degrading;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.IO;

namespace Earmark.Tests.Server;

/// <summary>Alone: the room is shared by all uploads of a process.</summary>
[Collection(ServedCollection.Name)]
public sealed class UploadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(300_001)]
    [InlineData(2 << 20)]
    public async Task A_short_one_is_in_memory_as_it_was_sent(int length)
    {
        var sent = Noise(length);
        await using var upload = await Read(sent);

        Assert.IsType<RecyclableMemoryStream>(upload.Content);
        Assert.Equal(sent, Content(upload));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_one_is_in_a_file_as_it_was_sent(bool saysHowLong)
    {
        var sent = Noise((2 << 20) + 1);
        await using var upload = await Read(sent, saysHowLong);

        Assert.IsType<FileStream>(upload.Content);
        Assert.Equal(sent, Content(upload));
    }

    [Fact]
    public async Task All_together_have_so_much_room_and_no_more_until_some_is_given_back()
    {
        var sent = Noise(1000);
        await using (var others = Upload.Memory.GetStream(null, Upload.RoomBytes))
        {
            await using var late = await Read(sent);

            Assert.IsType<FileStream>(late.Content);
            Assert.Equal(sent, Content(late));
        }

        await using var later = await Read(sent);
        Assert.IsType<RecyclableMemoryStream>(later.Content);
    }

    private static Task<Upload> Read(byte[] sent, bool saysHowLong = false) => Upload.ReadAsync(new DefaultHttpContext
    {
        Request = { Body = new MemoryStream(sent), ContentLength = saysHowLong ? sent.Length : null },
    });

    private static byte[] Content(Upload upload)
    {
        var content = new byte[upload.Content.Length];
        upload.Content.ReadExactly(content);
        return content;
    }

    private static byte[] Noise(int length)
    {
        var dice = new Dice(3);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)dice.Below(256))];
    }
}
