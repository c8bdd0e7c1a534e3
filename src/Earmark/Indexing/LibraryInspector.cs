using Microsoft.Data.Sqlite;

namespace Earmark.Indexing;

/// <summary>Inspects a library folder: its catalogue, its log and every segment; mends them if asked to.</summary>
/// <remarks>
/// Without mending it reads only, beside a writer: each segment is looked at as of the commit that named it, and one
/// that a merge takes away meanwhile is passed over for what it became.
/// </remarks>
internal sealed class LibraryInspector
{
    private readonly string _path;
    private readonly Database _database;
    private readonly SegmentFolder _folder;
    private readonly Fingerprinter _fingerprinter;
    private readonly InspectionOptions _options;
    private readonly IProgress<InspectionProgress>? _progress;
    private readonly CancellationToken _ct;
    private readonly List<Finding> _findings = [];
    private string _stage = Catalogue.FileName;
    private long _bytesDone;
    private long _bytesTotal;
    private int _segmentCount;
    private long _postingCount;

    private LibraryInspector(
        string folder,
        Database database,
        Fingerprinter fingerprinter,
        InspectionOptions options,
        IProgress<InspectionProgress>? progress,
        CancellationToken ct)
    {
        _path = LibraryFolder.CataloguePath(folder);
        _database = database;
        _folder = new SegmentFolder(folder, fingerprinter.ProfileId);
        _fingerprinter = fingerprinter;
        _options = options;
        _progress = progress;
        _ct = ct;
    }

    /// <summary>Inspects the library in <paramref name="folder"/>.</summary>
    /// <param name="fingerprinterOf">Makes the fingerprinter of a profile, given its id.</param>
    /// <exception cref="LibraryException">
    /// There is no library, or it is of a newer format; or it is to be mended and another process writes to it.
    /// </exception>
    public static Inspection Run(
        string folder,
        Func<string, Fingerprinter> fingerprinterOf,
        InspectionOptions options,
        IProgress<InspectionProgress>? progress,
        CancellationToken ct)
    {
        LibraryFolder.DemandCatalogue(folder);
        using var writerLock = options.Mend ? WriterLock.Take(folder, options.Index.WriterWait) : null;
        var path = LibraryFolder.CataloguePath(folder);
        var findings = new List<Finding>();
        if (WriteAheadLog.FindFault(path) is { } fault)
        {
            findings.Add(OfWriteAheadLog(path, fault));
        }

        if (options.Mend && CatalogueSalvage.RunWhereNeeded(path, ct) is { } salvaged)
        {
            findings.Add(salvaged);
        }

        try
        {
            using var database = options.Mend ? Database.OpenToWrite(path) : Database.OpenToRead(path);
            var profileId = Catalogue.ReadProfileId(database, folder)
                ?? throw new LibraryException(
                    $"The folder {folder} holds no library yet: store something there first.");
            var inspector = new LibraryInspector(
                folder, database, fingerprinterOf(profileId), options, progress, ct);
            inspector._findings.AddRange(findings);
            return inspector.Run(folder);
        }
        catch (SqliteException e) when (LibraryFault.IsDamage(e))
        {
            findings.Add(CatalogueSalvage.Damage(path, $"is damaged (SQLite: {e.Message.TrimEnd('.')})"));
            return OfFindings(folder, findings);
        }
    }

    private Inspection Run(string folder)
    {
        var trackCount = (int)_database.Scalar("SELECT count(*) FROM track");

        // Each file is read once from the disk and checked once.
        _bytesTotal = 2 * _database.Scalar("SELECT coalesce(sum(byte_count), 0) FROM segment");
        Advance(0);
        _findings.AddRange(new CatalogueInspector(_database, _path).Inspect());
        _findings.AddRange(new LogInspector(_database, _fingerprinter, _path, _ct).Inspect());
        InspectSegments();

        var catalogue = new Catalogue(_database);
        var lost = _findings.SelectMany(finding => finding.Lost).Distinct().Order()
            .Select(catalogue.FindUnchecked).OfType<Track>().ToList();
        var faults = _findings.Select(Mended).ToList();
        if (_options.Mend)
        {
            _folder.Prepare(Manifest.ReadSegments(_database).Select(row => row.Id));
            _database.RestartLog();
        }

        return OfFindings(folder, []) with
        {
            Faults = faults,
            Lost = lost,
            TrackCount = trackCount,
            SegmentCount = _segmentCount,
            PostingCount = _postingCount,
        };
    }

    private void InspectSegments()
    {
        var inspector = new SegmentInspector(_folder, _fingerprinter, _options.Threads, Advance, _ct);
        var seen = new HashSet<long>();
        while (Next(seen) is var (row, live))
        {
            seen.Add(row.Id);
            _stage = $"{SegmentFolder.Name}/{Path.GetFileName(_folder.PathOf(row.Id))}";
            SegmentInspection inspection;
            try
            {
                inspection = inspector.Inspect(row, live);
            }
            catch (FileNotFoundException)
            {
                if (!Manifest.ReadSegments(_database).Exists(newest => newest.Id == row.Id))
                {
                    continue; // Merged away: what it became comes next.
                }

                inspection = inspector.Missing(row, live);
            }

            _segmentCount++;
            _postingCount += inspection.PostingCount;
            if (!inspection.IsSound)
            {
                _findings.Add(inspection.ToFinding());
            }
        }
    }

    /// <summary>The first segment of the newest commit that was not looked at, and the tracks it should hold.</summary>
    private (SegmentRow Row, LiveTracks Live)? Next(HashSet<long> seen) => _database.Read(() =>
        Manifest.ReadSegments(_database).Find(row => !seen.Contains(row.Id)) is { } next
            ? (next, LiveTracks.Read(_database, next))
            : ((SegmentRow, LiveTracks)?)null);

    private Fault Mended(Finding finding)
    {
        if (_options.Mend && finding.Mend is { } mend)
        {
            mend(new LibraryMender(_database, _folder, _fingerprinter, _options.Index.LogLimit, _ct));
        }

        return ToFault(finding, isMended: _options.Mend && finding.Mend is not null);
    }

    private void Advance(long bytes) => _progress?.Report(new InspectionProgress(
        _stage, Math.Min(Interlocked.Add(ref _bytesDone, bytes), _bytesTotal), _bytesTotal));

    private static Finding OfWriteAheadLog(string path, WriteAheadFault fault) => new(
        path + WriteAheadLog.Ending,
        fault.Found,
        fault.IsCertain
            ? "what was stored or deleted last is not in the catalogue; all before it is"
            : "that change was lost; a power loss while it was made does the same, and then it was never reported done",
        "restore the library from a backup; or `earmark verify --mend` goes on without those changes, " +
        "and storing the same music again adds what is missing",

        // Opening it to write has ended the recovery at the last whole change.
        _ => { });

    private static Inspection OfFindings(string folder, List<Finding> findings) => new()
    {
        Folder = folder,
        Faults = [.. findings.Select(finding => ToFault(finding, isMended: false))],
        Lost = [],
        TrackCount = 0,
        SegmentCount = 0,
        PostingCount = 0,
    };

    private static Fault ToFault(Finding finding, bool isMended) =>
        new(finding.File, finding.Found, finding.Meaning, finding.Remedy, isMended);
}
