namespace Earmark.Tests.House;

public sealed class LayeringTests
{
    [Fact]
    public void A_stage_uses_itself_and_the_stages_before_it()
    {
        var faults =
            from stage in Layering.Stages
            from path in Repository.Files(".cs")
            where path.StartsWith($"src/Earmark/{stage}/", StringComparison.Ordinal)
            from later in Layering.LaterStages(stage, Repository.Read(path))
            select $"{path} uses {later}";

        Assert.True(!faults.Any(), string.Join('\n', faults));
    }

    [Fact]
    public void The_library_does_not_talk_read_settings_or_know_formats_of_the_faces()
    {
        var faults =
            from path in Repository.Files(".cs")
            where path.StartsWith("src/Earmark/", StringComparison.Ordinal)
            from name in Layering.OutwardNames(Repository.Read(path))
            select $"{path} uses {name}";

        Assert.True(!faults.Any(), string.Join('\n', faults));
    }

    [Fact]
    public void Every_folder_of_the_library_is_a_stage()
    {
        var folders = Repository.Files(".cs")
            .Select(path => path.Split('/'))
            .Where(parts => parts is ["src", "Earmark", _, _, ..])
            .Select(parts => parts[2])
            .Distinct();

        Assert.Subset(Layering.Stages.ToHashSet(), folders.ToHashSet());
    }

    [Theory]
    [InlineData("Degrading", "Demo|Evaluation|Report|Output|Verbs|Contracts")]
    [InlineData("Evaluation", "Demo|Report|Verbs|Contracts|Terminal")]
    [InlineData("Report", "Demo|Verbs|Contracts|Terminal")]
    public void What_degrades_and_measures_does_not_know_who_asks(string folder, string others)
    {
        var faults =
            from path in Repository.Files(".cs")
            where path.StartsWith($"src/Earmark.Cli/{folder}/", StringComparison.Ordinal)
            from other in others.Split('|')
            where Layering.Names(Repository.Read(path), other)
            select $"{path} uses {other}";

        Assert.True(!faults.Any(), string.Join('\n', faults));
    }

    [Theory]
    [InlineData("Audio", "using Earmark.Matching;", "Matching")]
    [InlineData("Landmarks", "var x = Earmark.Indexing.Track.None;", "Indexing")]
    [InlineData("Spectral", "var x = Landmarks.PeakPicker.Pick();", "Landmarks")]
    public void A_step_to_the_right_is_noticed(string stage, string source, string later) =>
        Assert.Equal([later], Layering.LaterStages(stage, source));

    [Theory]
    [InlineData("Matching", "using Earmark.Audio;")]
    [InlineData("Landmarks", "using Earmark.Landmarks;")]
    [InlineData("Audio", "// Earmark.Matching decides later")]
    [InlineData("Landmarks", "decision.Matching.Count()")]
    public void A_step_to_the_left_or_a_comment_is_no_fault(string stage, string source) =>
        Assert.Empty(Layering.LaterStages(stage, source));

    [Theory]
    [InlineData("Console.WriteLine();")]
    [InlineData("using System.Text.Json;")]
    [InlineData("[JsonIgnore] int x;")]
    [InlineData("using System.Net.Http;")]
    [InlineData("Environment.GetEnvironmentVariable(\"HOME\")")]
    public void A_library_that_talks_is_noticed(string source) => Assert.Single(Layering.OutwardNames(source));

    [Fact]
    public void The_search_path_may_be_read() =>
        Assert.Empty(Layering.OutwardNames("Environment.GetEnvironmentVariable(\"PATH\")"));
}
