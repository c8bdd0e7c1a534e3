using Earmark.Cli.Contracts;
using Earmark.Indexing;

namespace Earmark.Tests.EndToEnd;

/// <summary>
/// One library that goes through many processes, each killed at a random moment of whatever it does, and what it must
/// hold by what they reported.
/// </summary>
internal sealed class KillRounds
{
    // In milliseconds: longer than any one step takes, from a commit to the writing of a segment.
    private const int LastMoment = 80;

    // Two or three tracks fill the log, so that segments are written and merge all the time.
    private const string LogLimit = "1000";

    private readonly string _library;
    private readonly string _music;
    private readonly string _export;
    private readonly IReadOnlyCollection<string> _exported;
    private readonly Random _random;

    // What the library holds for certain, and what the killed process may or may not have changed.
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsure = new(StringComparer.Ordinal);

    /// <param name="music">Its files are touched, so that they are stored again.</param>
    /// <param name="export">A file of tracks to import, some of them of the same music.</param>
    /// <param name="exported">Their ref ids.</param>
    public KillRounds(string library, string music, string export, IReadOnlyCollection<string> exported, int seed)
    {
        _library = library;
        _music = music;
        _export = export;
        _exported = exported;
        _random = new Random(seed);
    }

    /// <summary>Kills that left a file half written or not yet named: they hit a segment or a merge.</summary>
    public int HalfwayCount { get; private set; }

    /// <summary>Changes that were reported done by processes that were then killed.</summary>
    public int ReportedCount { get; private set; }

    /// <summary>Ref ids of the tracks that the library holds, by the last <see cref="Check"/>.</summary>
    public IReadOnlyCollection<string> Held => _held;

    /// <summary>Starts a process, and kills it.</summary>
    /// <remarks>Each verb that changes a library has its line here.</remarks>
    public async Task KillOneAsync()
    {
        switch (_random.Next(12))
        {
            case < 6:
                await KillStoreAsync();
                break;
            case < 8:
                await KillDeleteAsync();
                break;
            case < 10:
                await KillImportAsync();
                break;
            default:
                await KillCompactAsync();
                break;
        }

        HalfwayCount += CountUnnamed() > 0 ? 1 : 0;
    }

    /// <summary>Asserts that the library is sound and holds every track that was reported, once.</summary>
    public void Check()
    {
        if (!File.Exists(LibraryFolder.CataloguePath(_library)))
        {
            Assert.Empty(_held);
            return;
        }

        // The first writer may have been killed before its first commit; the next one makes the library.
        using (var library = Library.Open(_library))
        {
            var listed = library.Tracks().Select(track => track.RefId).ToList();
            Assert.Equal(listed.Distinct(), listed);
            Assert.Empty(_held.Except(listed));
            Assert.Empty(listed.Except(_held).Except(_unsure));
            _held.UnionWith(listed);
            _unsure.Clear();
        }

        var inspection = Library.Inspect(_library);
        Assert.True(inspection.IsSound, string.Join('\n', inspection.Faults));
        Assert.Equal(_held.Count, inspection.TrackCount);
    }

    private async Task KillStoreAsync()
    {
        var files = Directory.EnumerateFiles(_music).Order(StringComparer.Ordinal).ToArray();
        _random.Shuffle(files);
        files = files[.._random.Next(1, files.Length + 1)];
        foreach (var file in files.Where(_ => _random.Next(3) > 0))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddSeconds(_random.Next(1_000_000_000)));
        }

        using var store = CliProcess.Store(_library, ["--log-limit", LogLimit, .. files]);
        store.WaitForLines(_random.Next(files.Length + 1));
        await KillAsync(store);
        ReportedCount += store.Files.Count;
        _held.UnionWith(store.Files.Select(line => line.RefId!));
        _unsure.UnionWith(files.Skip(store.Files.Count).Take(1).Select(file => Path.GetFileNameWithoutExtension(file)));
    }

    private async Task KillDeleteAsync()
    {
        var refIds = _held.Order(StringComparer.Ordinal).ToArray();
        _random.Shuffle(refIds);
        refIds = refIds[.._random.Next(refIds.Length + 1)];
        using var delete = CliProcess.Start("delete", _library, ["--", "none", .. refIds]);
        delete.WaitForLines(_random.Next(refIds.Length + 2));
        await KillAsync(delete);
        ReportedCount += delete.Deleted.Count;
        var gone = delete.Deleted.Where(line => line.Deleted).Select(line => line.RefId).ToList();
        _held.ExceptWith(gone);
        foreach (var refId in refIds.Skip(gone.Count).Take(1))
        {
            _held.Remove(refId);
            _unsure.Add(refId);
        }
    }

    private async Task KillImportAsync()
    {
        using var import = CliProcess.Start("import", _library, "--on-conflict", "replace", _export);
        import.WaitForLines(_random.Next(_exported.Count + 1));
        await KillAsync(import);
        ReportedCount += import.Imported.Count;
        _held.UnionWith(import.Imported.Select(line => line.RefId));

        // A batch is one commit, and reported after it.
        _unsure.UnionWith(_exported.Except(_held));
    }

    private async Task KillCompactAsync()
    {
        using var compact = CliProcess.Start("compact", _library);
        compact.WaitFor(Path.Combine(_library, WriterLock.HolderFileName));
        await KillAsync(compact);
    }

    private async Task KillAsync(CliProcess process)
    {
        await Task.Delay(_random.Next(LastMoment));
        process.Kill();
        process.WaitForEnd();
    }

    private int CountUnnamed()
    {
        var folder = Path.Combine(_library, SegmentFolder.Name);
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        using var database = LibraryFolder.OpenToRead(_library);
        var named = Catalogue.ReadProfileId(database, _library) is null
            ? [] : Manifest.ReadSegments(database).Select(row => $"{row.Id:D6}.seg").ToHashSet();
        return Directory.EnumerateFiles(folder).Count(file => !named.Contains(Path.GetFileName(file)));
    }
}
