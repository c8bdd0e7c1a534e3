using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Earmark.Audio;
using Earmark.Cli.Contracts;

namespace Earmark.Tests.Server;

[Collection(ServedCollection.Name)]
public sealed class IdentifyTests(ServedLibrary served)
{
    [Fact]
    public async Task A_recording_in_the_body_is_named_in_the_words_of_the_command_line()
    {
        var clip = served.Clip(1);
        var response = await served.Client.PostAsync("/v1/identify?name=clip.wav", new ByteArrayContent(clip));
        var answer = await ServedLibrary.JsonAsync(response);

        using var library = Library.Open(served.LibraryFolder, new LibraryOptions { ReadOnly = true });
        var line = JsonNode.Parse(CliJson.Serialize(Map.ToLine(
            await library.QueryAsync(new MemoryStream(clip), "clip.wav"))))!;
        Assert.Equal("match", (string?)answer["decision"]);
        Assert.Equal("piece-1", (string?)answer["matches"]![0]!["ref_id"]);
        foreach (var (key, value) in line.AsObject().Where(pair => pair.Key != "seconds"))
        {
            Assert.Equal(value!.ToJsonString(), answer[key]!.ToJsonString());
        }
    }

    [Fact]
    public async Task A_compressed_file_in_a_form_is_named()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("of no interest"), "remark" },
            { new ByteArrayContent(Compressed(served.Clip(2), "mp3")), "file", "Ünïcode clip.mp3" },
        };

        var answer = await ServedLibrary.JsonAsync(await served.Client.PostAsync("/v1/identify", form));

        Assert.Equal("piece-2", (string?)answer["matches"]![0]!["ref_id"]);
        Assert.Equal("Ünïcode clip.mp3", (string?)answer["query"]);
        Assert.Equal("upload", (string?)answer["source"]);
    }

    [Fact]
    public async Task Raw_samples_are_named()
    {
        using var content = new ByteArrayContent(served.Samples(0));

        var answer = await ServedLibrary.JsonAsync(
            await served.Client.PostAsync("/v1/identify?pcm=s16le:44100:1&start=1&duration=4", content));

        Assert.Equal("piece-0", (string?)answer["matches"]![0]!["ref_id"]);
        Assert.Equal(4, (double?)answer["duration_s"]);
        Assert.InRange((double)answer["matches"]![0]!["offset_s"]!, 20.95, 21.05);
        Assert.Equal("pcm", (string?)answer["source"]);
    }

    [Fact]
    public async Task A_fingerprint_is_named_without_its_sound()
    {
        var fingerprint = await FingerprintAsync();
        Assert.True(Encoding.UTF8.GetByteCount(fingerprint) < served.Clip(1).Length / 10);

        var response = await served.Client.PostAsync("/v1/identify/fingerprint", Json(fingerprint));
        var answer = await ServedLibrary.JsonAsync(response);

        Assert.Equal("piece-1", (string?)answer["matches"]![0]!["ref_id"]);
        Assert.InRange((double)answer["matches"]![0]!["offset_s"]!, 19.95, 20.05);
    }

    [Theory]
    [InlineData("profile", "\"other-12345678\"")]
    [InlineData("frames", "-1")]
    [InlineData("frames", "100000000")]
    [InlineData("frames", "3")]
    [InlineData("peaks", "null")]
    [InlineData("peaks", "[[1,2]]")]
    [InlineData("peaks", "[[5,1000,1],[4,1000,1]]")]
    [InlineData("peaks", "[[1,8191,1]]")]
    [InlineData("peaks", "[[1,1000,255]]")]
    public async Task A_fingerprint_that_cannot_be_is_refused(string key, string value)
    {
        var fingerprint = JsonNode.Parse(await FingerprintAsync())!;
        fingerprint[key] = JsonNode.Parse(value);

        var response = await served.Client.PostAsync("/v1/identify/fingerprint", Json(fingerprint.ToJsonString()));

        await ServedLibrary.AssertProblemAsync(response, 422, "bad-fingerprint");
    }

    [Fact]
    public async Task Music_that_is_not_in_the_library_is_none_with_the_best_guess_where_it_is_asked_for()
    {
        using var content = new ByteArrayContent(served.Clip(ServedLibrary.TrackCount));

        var response = await served.Client.PostAsync("/v1/identify?evidence=true", content);
        var answer = await ServedLibrary.JsonAsync(response);

        Assert.Equal("none", (string?)answer["decision"]);
        Assert.Empty(answer["matches"]!.AsArray());
        Assert.True(answer.AsObject().ContainsKey("evidence"));
    }

    [Theory]
    [InlineData("this is no sound at all, and long enough for nobody to take it for such")]
    [InlineData("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("RIFF....WAVEfmt ")]
    public async Task What_is_no_audio_is_a_problem_in_one_sentence(string body)
    {
        var response = await served.Client.PostAsync("/v1/identify?name=x.mp3", new StringContent(body));

        var problem = await ServedLibrary.AssertProblemAsync(response, 422, "unreadable-audio");
        Assert.StartsWith("x.mp3 ", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("root:", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?start=-1", "bad-parameter")]
    [InlineData("?duration=x", "bad-parameter")]
    [InlineData("?pcm=mp3", "bad-parameter")]
    [InlineData("?threshold=0", "bad-parameter")]
    [InlineData("?wide=perhaps", "bad-parameter")]
    [InlineData("", "no-body")]
    public async Task A_request_that_cannot_be_is_a_problem(string query, string type)
    {
        var response = await served.Client.PostAsync($"/v1/identify{query}", new ByteArrayContent([]));

        await ServedLibrary.AssertProblemAsync(response, 400, type);
    }

    [Fact]
    public async Task A_form_without_a_file_and_one_that_breaks_off_are_problems()
    {
        using var form = new MultipartFormDataContent { { new StringContent("x"), "remark" } };
        await ServedLibrary.AssertProblemAsync(await served.Client.PostAsync("/v1/identify", form), 400, "no-file");

        using var broken = new StringContent("--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\nabc");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        await ServedLibrary.AssertProblemAsync(
            await served.Client.PostAsync("/v1/identify", broken), 400, "bad-request");
    }

    [Fact]
    public async Task A_large_upload_leaves_no_file_behind()
    {
        var before = Uploads();
        using var content = new ByteArrayContent(served.Clip(1, start: 0, seconds: 40));

        var answer = await ServedLibrary.JsonAsync(await served.Client.PostAsync("/v1/identify", content));

        Assert.Equal("match", (string?)answer["decision"]);
        Assert.Empty(Uploads().Except(before));

        static string[] Uploads() => Directory.GetFiles(Path.GetTempPath(), "earmark-upload-*");
    }

    internal static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    internal static byte[] Compressed(byte[] wav, string format)
    {
        var source = Path.GetTempFileName();
        var target = $"{source}.{format}";
        try
        {
            File.WriteAllBytes(source, wav);
            using var ffmpeg = Process.Start(
                Ffmpeg.Find()!.Path, ["-v", "error", "-nostdin", "-y", "-f", "wav", "-i", source, target]);
            ffmpeg.WaitForExit();
            Assert.Equal(0, ffmpeg.ExitCode);
            return File.ReadAllBytes(target);
        }
        finally
        {
            File.Delete(source);
            File.Delete(target);
        }
    }

    private async Task<string> FingerprintAsync()
    {
        var response = await served.Client.PostAsync("/v1/fingerprint", new ByteArrayContent(served.Clip(1)));
        Assert.True(response.IsSuccessStatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
