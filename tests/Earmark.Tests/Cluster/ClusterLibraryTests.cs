using System.Text.RegularExpressions;
using Earmark.Audio;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cluster;

/// <summary>The tool and the library with an address in place of a folder.</summary>
[Collection(SharedCluster.Name)]
public sealed partial class ClusterLibraryTests(TestCluster cluster, ShortTracks tracks)
    : IClassFixture<ShortTracks>, IDisposable
{
    private readonly TestFolder _folder = new();

    [ClusterFact]
    public async Task Every_verb_does_there_what_it_does_in_a_folder_and_says_the_same()
    {
        var music = tracks.CopyMusic(Path.Combine(_folder.Path, "music"));
        var clip = Directory.EnumerateFiles(music, "*", SearchOption.AllDirectories).Order().First();
        var refId = Path.GetFileNameWithoutExtension(clip);
        var (folder, address) = (_folder.Library, cluster.Library("verbs"));

        Assert.Equal(0, Say("store", folder, music).Code);
        Assert.Equal(0, Say("store", address, music).Code);
        AssertSame("list", folder, address);
        AssertSame("query", folder, address, clip, "--verbose");
        Assert.Equal(0, Say("compact", address).Code);
        AssertSame("query", folder, address, clip, "--start", "1", "--duration", "5");
        AssertSame("delete", folder, address, refId);
        AssertSame("query", folder, address, clip);
        Assert.Equal(0, Say("verify", address).Code);
        Assert.Equal(0, Say("stats", address).Code);
        Assert.Equal(0, Say("doctor", address).Code);

        var (first, second) = (Path.Combine(_folder.Path, "1.earmark"), Path.Combine(_folder.Path, "2.earmark"));
        Assert.Equal(0, Say("export", folder, first).Code);
        Assert.Equal(0, Say("export", address, second).Code);
        Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(second));
        Assert.Equal(0, Say("import", cluster.Library("imported"), second).Code);
        Assert.Equal(0, Say("merge", Path.Combine(_folder.Path, "merged"), cluster.Library("imported")).Code);
        AssertSame("list", folder, Path.Combine(_folder.Path, "merged"));
        AssertSame("list", folder, cluster.Library("imported"));
        Assert.Equal(0, Say("clear", cluster.Library("imported"), "--yes").Code);
        Assert.Equal("", Say("list", cluster.Library("imported")).Output);
    }

    [ClusterFact]
    public void Tags_are_edited_there()
    {
        using var library = Library.Open(cluster.Library("tags"));
        library.StoreAsync(tracks.CopyMusic(Path.Combine(_folder.Path, "music")) is { } music
            ? Directory.EnumerateFiles(music, "*", SearchOption.AllDirectories).Order().First()
            : "").Wait();
        var refId = library.Tracks().Single().RefId;

        Assert.True(library.Edit(refId, new AudioTags("Other", null, "Album")));
        Assert.Equal("Other", library.Find(refId)!.Title);
        Assert.False(library.Edit("nothing", new AudioTags("x", null, null)));
    }

    [ClusterFact]
    public void A_library_that_is_not_there_is_said_in_one_sentence()
    {
        var (code, output, notes) = Say("list", cluster.Library("nothing"));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("does not exist", Assert.Single(notes), StringComparison.Ordinal);
    }

    [ClusterFact]
    public void Nodes_that_cannot_be_reached_are_said_in_one_sentence()
    {
        var (code, output, notes) = Say("list", "redis://127.0.0.1:9/music?timeout=1");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("can be reached", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://user:secret@host/name", "has a user or password in it")]
    [InlineData("redis://host:6379", "is no address of a library")]
    [InlineData("redis://host/a b", "is no address of a library")]
    [InlineData("redis://host/name?wait=9", "an option wait that cannot be")]
    [InlineData("redis://host/name?colour=red", "an option colour that cannot be")]
    [InlineData("memcached://host/name", "is of a kind that this program does not know")]
    public void An_address_that_is_none_is_refused_without_repeating_what_is_secret(string address, string reason)
    {
        Redis.RedisLibraries.Enable();
        var error = Assert.Throws<LibraryException>(() => Library.Open(address));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static (int Code, string Output, string[] Notes) Say(string verb, string library, params string[] arguments)
    {
        using var process = CliProcess.Start(verb, library, arguments);
        var code = process.WaitForEnd();
        return (code, process.Output, process.Notes);
    }

    private static void AssertSame(string verb, string folder, string address, params string[] arguments)
    {
        var (expected, found) = (Say(verb, folder, arguments), Say(verb, address, arguments));
        Assert.Equal(expected.Code, found.Code);
        Assert.Equal(WithoutCosts(expected.Output), WithoutCosts(found.Output));
    }

    private static string WithoutCosts(string output) => Costs().Replace(output, "");

    [GeneratedRegex("\"seconds\":\\{[^}]*\\}|,\"network\":\\{[^}]*\\}")]
    private static partial Regex Costs();
}
