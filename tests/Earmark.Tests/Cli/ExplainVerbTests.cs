using System.Text.Json;
using System.Xml.Linq;
using Earmark.Cli;
using Earmark.Cli.Contracts;
using Earmark.Cli.Degrading;
using Earmark.Cli.Demo;
using Earmark.Cli.Output;
using Earmark.Tests.Cli.Pictures;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cli;

/// <summary>`explain` as it is called, and what it prints and writes.</summary>
public sealed class ExplainVerbTests : IDisposable
{
    private static readonly Sound[] Pieces =
        [.. Enumerable.Range(3, 3).Select(seed => Composer.Compose(seed).Sound.ToMono())];

    private readonly TestFolder _folder = new();
    private readonly StringWriter _results = new() { NewLine = "\n" };
    private readonly StringWriter _notes = new() { NewLine = "\n" };

    [Fact]
    public async Task A_clip_of_a_track_is_explained_in_pictures_a_page_and_words()
    {
        await StoreAsync();
        var clip = Write("clip.wav", Pieces[0].Cut(20, 5));
        var (pictures, page) = (Path.Combine(_folder.Path, "pictures"), Path.Combine(_folder.Path, "page.html"));

        Assert.Equal(0, await Run("explain", clip, "--pictures", pictures, "--report", page));

        var said = _results.ToString();
        Assert.Contains("The clip is piece-0 from 0:20 on", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', said);
        var names = Directory.EnumerateFiles(pictures).Select(Path.GetFileName).Order().ToList();
        Assert.Equal(16, names.Count);
        Assert.All(names.Where(name => name!.EndsWith(".svg", StringComparison.Ordinal)), name =>
            Assert.Equal("svg", XDocument.Load(Path.Combine(pictures, name!)).Root!.Name.LocalName));
        Assert.All(names.Where(name => name!.EndsWith(".png", StringComparison.Ordinal)), name =>
            Assert.Equal(1520, ReadPng.Of(File.ReadAllBytes(Path.Combine(pictures, name!))).Width));

        var document = XDocument.Parse(File.ReadAllText(page)["<!DOCTYPE html>".Length..]);
        Assert.Equal(8, document.Descendants("section").Count());
        Assert.All(document.Descendants("section"), section => Assert.True(section.Element("p")!.Value.Length > 60));
        Assert.All(document.Descendants("svg"), svg => Assert.NotEmpty(svg.Attribute("aria-label")!.Value));
        Assert.DoesNotContain("http", document.Descendants("svg").Attributes("href").Select(href => href.Value[..4]));
    }

    [Fact]
    public async Task Json_has_the_evidence_and_all_that_was_heard()
    {
        await StoreAsync();
        var clip = Write("clip.wav", Pieces[1].Cut(10, 5));

        Assert.Equal(0, await Run("explain", clip, "--format", "json"));

        var line = JsonSerializer.Deserialize(_results.ToString(), CliJson.Lines.ExplainLine)!;
        Assert.Equal("match", line.Answer.Decision);
        Assert.Equal("piece-1", line.Evidence!.Match.RefId);
        Assert.Equal("piece-1", line.Chosen!.RefId);
        Assert.True(line.Chosen.Margin > line.Evidence.Reasons!.NeededMargin);
        Assert.Equal(
            line.Evidence.Match.Score, line.Chosen.BySecond.Sum() + line.Chosen.Peaks - line.Chosen.Penalty, 0.2);
        var contrast = line.Contrast!;
        Assert.Equal(contrast.Frames * contrast.Bins, contrast.Levels.Length);
        var keys = JsonDocument.Parse(_results.ToString()).RootElement.EnumerateObject().Select(key => key.Name);
        Assert.Equal("answer,evidence,chosen,contrast", string.Join(',', keys));
    }

    [Fact]
    public async Task Csv_has_a_row_for_each_second()
    {
        await StoreAsync();
        var clip = Write("clip.wav", Pieces[1].Cut(10, 5));

        Assert.Equal(0, await Run("explain", clip, "--format", "csv"));

        var rows = _results.ToString().TrimEnd().Split('\n');
        Assert.Equal(Csv.SecondHeader, rows[0]);
        Assert.Equal(5, rows.Length - 1);
        Assert.All(rows[1..], row => Assert.StartsWith($"{clip},piece-1,", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_track_that_was_not_named_is_told_what_it_lacks()
    {
        await StoreAsync();
        var clip = Write("clip.wav", Pieces[0].Cut(20, 5));

        Assert.Equal(1, await Run("explain", clip, "--track", "piece-2"));

        Assert.Contains("If it were piece-2", _results.ToString(), StringComparison.Ordinal);
        Assert.Contains("piece-0 was named instead", _results.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_of_nothing_in_the_library_is_told_why_it_has_no_name()
    {
        await StoreAsync();
        var clip = Write("clip.wav", Composer.Compose(40).Sound.ToMono().Cut(20, 5));
        var page = Path.Combine(_folder.Path, "page.html");

        Assert.Equal(1, await Run("explain", clip, "--report", page));

        Assert.Contains("o match", _results.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(XDocument.Parse(File.ReadAllText(page)["<!DOCTYPE html>".Length..]).Descendants("svg"));
    }

    [Fact]
    public async Task Silence_has_nothing_to_compare()
    {
        await StoreAsync();
        var clip = Write("clip.wav", new Sound(new float[3 * Sound.SampleRate], 1));
        var page = Path.Combine(_folder.Path, "page.html");

        Assert.Equal(1, await Run("explain", clip, "--report", page, "--pictures", _folder.Path));
        Assert.Contains("The clip is silent", _results.ToString(), StringComparison.Ordinal);

        Assert.Equal(1, await Run("explain", clip, "--track", "piece-1", "--format", "json"));
        Assert.Null(JsonSerializer.Deserialize(_results.ToString(), CliJson.Lines.ExplainLine)!.Chosen);
    }

    [Fact]
    public async Task What_cannot_be_explained_is_one_sentence()
    {
        await StoreAsync();
        var clip = Write("clip.wav", Pieces[0].Cut(20, 5));
        var blip = Write("blip.wav", Pieces[0].Cut(20, 0.2));
        var text = Path.Combine(_folder.Path, "text.mp3");
        await File.WriteAllTextAsync(text, "words");

        await AssertErrorAsync("There is no track nobody in", "explain", clip, "--track", "nobody");
        await AssertErrorAsync("holds 0.2 s of audio; expected at least", "explain", blip);
        await AssertErrorAsync("text.mp3", "explain", text);
        await AssertErrorAsync("missing.wav", "explain", Path.Combine(_folder.Path, "missing.wav"));
        await AssertErrorAsync("--pictures", "explain", clip, "--pictures", text);
        await AssertErrorAsync("--report", "explain", clip, "--report", _folder.Path);
        Assert.Equal("words", await File.ReadAllTextAsync(text));
    }

    [Fact]
    public async Task Where_there_is_no_library_there_is_nothing_to_ask()
    {
        var clip = Write("clip.wav", Pieces[0].Cut(20, 5));

        await AssertErrorAsync("does not exist: store something there first", "explain", clip);
    }

    [Fact]
    public async Task A_terminal_with_colors_gets_the_spectrogram_in_half_blocks()
    {
        await StoreAsync();
        var clip = Write("clip.wav", Pieces[0].Cut(20, 5));
        var terminal = Reset() with { Screen = new Screen(ColorDepth.Full, 60) };

        Assert.Equal(0, await CommandLine.RunAsync(["explain", clip, "--library", _folder.Library], terminal));

        var lines = _results.ToString().Split('\n')
            .Where(line => line.Contains('▀', StringComparison.Ordinal)).ToList();
        Assert.Equal(12, lines.Count);
        Assert.All(lines, line => Assert.Equal(56, line.Count(letter => letter == '▀')));
        Assert.All(lines, line => Assert.EndsWith("\u001b[0m", line, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _results.Dispose();
        _notes.Dispose();
    }

    private async Task AssertErrorAsync(string sentence, params string[] args)
    {
        Assert.Equal(2, await Run(args));
        Assert.Contains(sentence, _notes.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("should not have happened", _notes.ToString(), StringComparison.Ordinal);
    }

    private async Task StoreAsync()
    {
        using var library = Library.Open(_folder.Library);
        foreach (var (number, piece) in Pieces.Index())
        {
            await library.StoreAsync(Write($"piece-{number}.wav", piece), $"piece-{number}");
        }
    }

    private string Write(string name, Sound sound)
    {
        var path = Path.Combine(_folder.Path, name);
        WavWriter.Write(path, sound);
        return path;
    }

    private Task<int> Run(params string[] args) =>
        CommandLine.RunAsync([.. args, "--library", _folder.Library], Reset());

    private Terminal Reset()
    {
        _results.GetStringBuilder().Clear();
        _notes.GetStringBuilder().Clear();
        return new Terminal(_results, _notes, IsInteractive: false);
    }
}
