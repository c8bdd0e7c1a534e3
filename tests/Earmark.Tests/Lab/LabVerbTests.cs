using System.Text.Json;
using System.Xml.Linq;
using Earmark.Cli;
using Earmark.Cli.Contracts;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Lab;

/// <summary>`lab` as it is called, what it prints, and its page.</summary>
public sealed class LabVerbTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    private string Songs => Path.Combine(_folder.Path, "songs");

    private string Clip => Path.Combine(_folder.Path, "clip.wav");

    [Fact]
    public async Task Both_rankings_and_the_engine_are_told_to_people()
    {
        Compose(3);

        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip));

        var told = _results.ToString();
        Assert.Contains("3 songs, 3 read now", told, StringComparison.Ordinal);
        Assert.Contains("By hits, as the notebook counts:", told, StringComparison.Ordinal);
        Assert.Contains("14.00 s", told, StringComparison.Ordinal);
        Assert.Contains("Earmark's engine: 1.wav, the clip begins at 14.0", told, StringComparison.Ordinal);
        Assert.Equal("", _notes.ToString());
    }

    [Fact]
    public async Task The_json_has_the_keys_of_the_contract_and_the_right_song()
    {
        Compose(2);

        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip, "--peaks", "shifts", "--rate", "25", "-f", "json"));

        var line = JsonDocument.Parse(_results.ToString()).RootElement;
        Assert.Equal(
            "folder,clip,clip_start_s,clip_duration_s,peaks,rate,songs,songs_read,pairs,database,database_bytes," +
            "index_s,answer_s,clip_peaks,clip_pairs,by_hits,by_offset,engine",
            Keys(line));
        Assert.Equal("shifts", line.GetProperty("peaks").GetString());
        Assert.Equal(25, line.GetProperty("rate").GetDouble());
        var first = line.GetProperty("by_offset")[0];
        Assert.Equal("rank,song,hits,offset_hits,offset_s,confidence", Keys(first));
        Assert.Equal(("1.wav", 14), (first.GetProperty("song").GetString(), first.GetProperty("offset_s").GetDouble()));
        var engine = line.GetProperty("engine");
        Assert.Equal("songs,landmarks,library_bytes,store_s,answer_s,again_s,answer", Keys(engine));
        Assert.Equal("match", engine.GetProperty("answer").GetProperty("decision").GetString());
    }

    [Fact]
    public async Task The_csv_has_a_row_for_each_song()
    {
        Compose(2);

        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip, "--format", "csv"));

        var lines = _results.ToString().Split('\n');
        Assert.Equal(LabMap.Header, lines[0]);
        Assert.StartsWith("1,1.wav,", lines[1], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Theory]
    [InlineData("notebook")]
    [InlineData("shifts")]
    public async Task The_page_is_well_formed_shows_every_step_and_loads_nothing(string rule)
    {
        Compose(2);
        var page = Path.Combine(_folder.Path, "lab.html");

        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip, "--peaks", rule, "--report", page));

        var html = File.ReadAllText(page);
        var root = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;
        var headings = root.Descendants("h2").Select(heading => heading.Value).ToList();
        foreach (var step in Enumerable.Range(1, 6))
        {
            Assert.Single(headings, heading => heading.StartsWith($"{step} · ", StringComparison.Ordinal));
        }

        Assert.Contains("Where the notebook differs from its text", headings);
        Assert.Contains("Peaks by the notebook’s rule", headings);
        Assert.Contains("Peaks by shifts, 30 a second", headings);
        Assert.True(root.Descendants().Count(element => element.Name.LocalName == "image") >= 4);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.All(
            root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"),
            link => Assert.StartsWith("data:image/png;base64,", link.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_says_which_part_of_a_recording_the_clip_is()
    {
        Compose(1);
        var page = Path.Combine(_folder.Path, "lab.html");

        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip, "--start", "1.5", "--duration", "3", "--report", page));

        Assert.Contains("(3.00 s of it, from 1.50 s on)", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_of_one_channel_is_said_to_be_taken_as_it_is()
    {
        Compose(1);
        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip));
        Assert.DoesNotContain("one channel", _results.ToString(), StringComparison.Ordinal);
        var stereo = Composer.Compose(40).Sound.Cut(14, 6);
        var left = stereo.Samples.Where((_, i) => i % stereo.Channels == 0).ToArray();
        WavWriter.Write(Clip, stereo with { Samples = left, Channels = 1 });

        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip));

        Assert.Contains("The clip has one channel, which", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ranking_of_one_song_is_said_to_say_little()
    {
        Compose(1);

        Assert.Equal(0, await Run("lab", Songs, "--clip", Clip));

        Assert.Contains("A ranking of one song says little", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_run_is_a_sentence_and_exit_code_2()
    {
        Compose(1);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        await Refuses("holds no audio file", Path.Combine(_folder.Path, "empty"), "--clip", Clip);
        await Refuses("gone.wav does not exist", Songs, "--clip", Path.Combine(_folder.Path, "gone.wav"));
        await Refuses("--rate is for --peaks shifts", Songs, "--clip", Clip, "--rate", "20");
        await Refuses("--rate 0 cannot be", Songs, "--clip", Clip, "--peaks", "shifts", "--rate", "0");
        await Refuses("--report", Songs, "--clip", Clip, "--report", Path.Combine(_folder.Path, "no", "lab.html"));
        await Refuses("lasts 6.0 s; expected a start within that", Songs, "--clip", Clip, "--start", "6");
        await Refuses("'--clip' is required", Songs);
    }

    public void Dispose() => _folder.Dispose();

    private static string Keys(JsonElement line) =>
        string.Join(',', line.EnumerateObject().Select(key => key.Name));

    /// <summary>Short songs; the clip is of the second, or of the only one, from 14 s on: 500 segments. Played at
    /// full scale, so that the sum of both channels does not fit in 16 bits somewhere.</summary>
    private void Compose(int count)
    {
        Directory.CreateDirectory(Songs);
        for (var i = 0; i < count; i++)
        {
            var sound = Composer.Compose(40 + i).Sound;
            WavWriter.Write(Path.Combine(Songs, $"{i}.wav"), sound.Cut(0, 25));
            if (i == Math.Min(1, count - 1))
            {
                var clip = sound.Cut(14, 6);
                WavWriter.Write(Clip, clip with { Samples = Array.ConvertAll(clip.Samples, sample => 1.4f * sample) });
            }
        }
    }

    private async Task Refuses(string sentence, params string[] arguments)
    {
        _notes.GetStringBuilder().Clear();
        Assert.Equal(2, await Run(["lab", .. arguments]));
        Assert.Contains(sentence, _notes.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments)
    {
        _results.GetStringBuilder().Clear();
        return CommandLine.RunAsync(arguments, new Terminal(_results, _notes, IsInteractive: false));
    }
}
