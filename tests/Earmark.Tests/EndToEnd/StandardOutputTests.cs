using System.Diagnostics;
using System.Globalization;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>What becomes of results in a shell, whose files and pipes are not the console.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [UnixTheory]
    [InlineData(">")]
    [InlineData(">>")]
    public void Results_stand_in_a_file_between_what_is_written_before_and_after(string redirection)
    {
        var file = Path.Combine(_folder.Path, "out.txt");

        Shell($"{{ echo before; {Tool} doctor; echo after; }} {redirection} '{file}'");

        var lines = File.ReadAllLines(file);
        Assert.Equal("before", lines[0]);
        Assert.Contains(lines, line => line.Contains(".NET", StringComparison.Ordinal));
        Assert.Equal("after", lines[^1]);
    }

    [UnixTheory]
    [InlineData(2000)]
    public void A_reader_that_has_gone_ends_a_query_and_nothing_is_said_of_it(int clips)
    {
        var list = Path.Combine(_folder.Path, "clips.txt");
        File.WriteAllLines(list, Enumerable.Range(0, clips).Select(i => $"missing-{i}.wav"));
        using (Library.Open(_folder.Library))
        {
        }

        var notes = Shell($"{Tool} query --files-from '{list}' -l '{_folder.Library}' -f json | head -1");

        Assert.InRange(notes.Split('\n').Length, 1, clips / 2);
    }

    [UnixTheory]
    [InlineData("| {0} import - -l '{1}/copy'", "Exported 3 tracks (1 min) to standard output")]
    [InlineData("| head -c 9 > '{1}/out'", "what was sent is no whole export")]
    [InlineData("> /dev/full", "what was sent is no whole export")]
    public async Task An_export_goes_through_a_pipe_or_says_that_it_did_not(string rest, string note)
    {
        // More than a pipe holds without a reader.
        FilledLibrary.Fill(_folder.Library, FilledLibrary.Tracks(note.Contains('3') ? 3 : 150));
        var receiver = string.Format(CultureInfo.InvariantCulture, rest, Tool, _folder.Path);

        var notes = Shell($"{Tool} export - -l '{_folder.Library}' {receiver}");

        Assert.Contains(note, notes, StringComparison.Ordinal);
        if (note.Contains('3'))
        {
            var copy = await FilledLibrary.ExportAsync(Path.Combine(_folder.Path, "copy"));
            Assert.Equal(await FilledLibrary.ExportAsync(_folder.Library), copy);
        }
    }

    [SmallDiskFact]
    public void A_file_on_a_full_disk_ends_with_a_whole_line_and_one_sentence_says_why()
    {
        FilledLibrary.Fill(_folder.Library, FilledLibrary.Tracks(150));
        var folder = Path.Combine(_folder.Path, "small");
        using var disk = new SmallDisk(folder, size: 64);
        disk.FillAllBut(4_096);

        var notes = Shell($"{Tool} list -l '{_folder.Library}' -f json > '{folder}/out'");

        Assert.Equal(
            "earmark: Standard output cannot be written: its disk is full; "
                + "free some space, or send it to another disk.\n",
            notes);
        var written = File.ReadAllText(Path.Combine(folder, "out"));
        Assert.InRange(written.Length, 1_000, 4_096);
        Assert.EndsWith("}\n", written, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Tool => $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Earmark.Cli.dll")}'";

    /// <summary>Runs a command and returns what it said on standard error.</summary>
    private static string Shell(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var shell = Process.Start(start)!;
        var results = shell.StandardOutput.ReadToEndAsync();
        var notes = shell.StandardError.ReadToEnd();
        results.GetAwaiter().GetResult();
        shell.WaitForExit();
        return notes;
    }
}
