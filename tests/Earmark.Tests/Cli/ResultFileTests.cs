using Earmark.Cli.Output;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cli;

/// <summary>A file that a verb writes at its end is whole, or what it was before.</summary>
public sealed class ResultFileTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly TestFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "page.html");

    [Fact]
    public void Preparing_leaves_nothing_and_changes_nothing()
    {
        new ResultFile("--report", Target).Prepare();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));

        File.WriteAllText(Target, "what another run has left");
        new ResultFile("--report", Target).Prepare();
        Assert.Equal("what another run has left", File.ReadAllText(Target));
    }

    [Fact]
    public void It_replaces_what_was_there_and_leaves_nothing_beside_it()
    {
        File.WriteAllText(Target, "what another run has left");

        new ResultFile("--report", Target).Write(() => Content);

        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_fails_while_it_is_made_leaves_what_was_there()
    {
        File.WriteAllText(Target, "what another run has left");

        Assert.Throws<InvalidOperationException>(
            () => new ResultFile("--report", Target).Write(() => throw new InvalidOperationException()));

        Assert.Equal("what another run has left", File.ReadAllText(Target));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [UnixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_stays_a_link(bool isThere)
    {
        var end = Path.Combine(_folder.Path, "end.html");
        if (isThere)
        {
            File.WriteAllText(end, "what another run has left");
        }

        File.CreateSymbolicLink(Target, end);

        new ResultFile("--report", Target).Write(() => Content);

        Assert.NotNull(new FileInfo(Target).LinkTarget);
        Assert.Equal(Content, File.ReadAllBytes(end));
    }

    [UnixTheory]
    [InlineData("/dev/null")]
    public void A_device_is_written_into_and_stays_one(string device)
    {
        var file = new ResultFile("--report", device);

        file.Prepare();
        file.Write(() => Content);

        Assert.Equal(0, new FileInfo(device).Length);
    }

    [Fact]
    public void A_place_that_cannot_be_is_one_sentence_before_the_work()
    {
        Assert.Equal(
            $"--report {_folder.Path} cannot be written: it is a folder; name another place.", Fault(_folder.Path));
        var nowhere = Path.Combine(_folder.Path, "no", "page.html");
        Assert.Equal(
            $"--report {nowhere} cannot be written: its folder does not exist; name another place.", Fault(nowhere));

        static string Fault(string path) =>
            Assert.Throws<UsageException>(() => new ResultFile("--report", path).Prepare()).Message;
    }

    [SmallDiskFact]
    public void A_full_disk_is_named_and_keeps_what_was_there()
    {
        using var disk = new SmallDisk(Path.Combine(_folder.Path, "disk"), size: 64);
        var target = Path.Combine(_folder.Path, "disk", "page.html");
        File.WriteAllText(target, "what another run has left");

        var fault = Assert.Throws<UsageException>(
            () => new ResultFile("--report", target).Write(() => new byte[100_000]));

        Assert.Contains("its disk is full; free some space", fault.Message, StringComparison.Ordinal);
        Assert.Equal("what another run has left", File.ReadAllText(target));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(target)!));
    }

    public void Dispose() => _folder.Dispose();
}
