using System.Runtime.ExceptionServices;
using Earmark.Audio;

namespace Earmark.Lab;

/// <summary>Takes a folder of songs into its database: new and changed ones are read, others kept.</summary>
internal sealed class SongFolder(LabOptions options, IProgress<LabProgress>? progress)
{
    /// <summary>Memory for one song at a time: 0.6 GB for four minutes.</summary>
    private const long SongBytes = 1 << 30;

    private readonly List<string> _warnings = [];

    /// <summary>Sentences about what could not be used or kept.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Songs read just now.</summary>
    public int NewCount { get; private set; }

    /// <summary>Bytes of the database; 0 where none could be written.</summary>
    public long DatabaseBytes { get; private set; }

    /// <summary>Where the database is.</summary>
    public string DatabasePath => SongDatabase.PathOf(options.Folder, options.Settings);

    /// <summary>Returns the songs by name.</summary>
    /// <exception cref="AudioException">There is none that can be used.</exception>
    public IReadOnlyList<LabSong> Take(CancellationToken ct)
    {
        if (!Directory.Exists(options.Folder))
        {
            var fault = File.Exists(options.Folder) ? "is a file" : "does not exist";
            throw new AudioException($"{options.Folder} {fault}; expected a folder with music in it: check the name.");
        }

        var files = AudioFiles.Find([options.Folder]);
        _warnings.AddRange(files.Select(file => file.Fault).OfType<string>());
        files.RemoveAll(file => file.Fault is not null);
        if (files.Count == 0)
        {
            throw new AudioException(_warnings[0]);
        }

        var clip = Path.GetFullPath(options.Clip);
        if (files.Exists(file => file.Path == clip))
        {
            _warnings.Add($"{options.Clip} is itself a song of {options.Folder}; it finds itself first.");
        }

        var known = ReadDatabase();
        var songs = new LabSong?[files.Count];
        var missing = new List<int>();
        foreach (var (i, file) in files.Index())
        {
            var song = known.GetValueOrDefault(RefIds.Relative(file));
            songs[i] = song is not null && IsUnchanged(song, file) ? song : null;
            if (songs[i] is null)
            {
                missing.Add(i);
            }
        }

        ReadAll(files, missing, songs, ct);
        var all = songs.OfType<LabSong>().ToList();
        if (all.Count == 0)
        {
            throw new AudioException(
                $"{options.Folder} holds no song that the lab can use; expected music ({_warnings[0].TrimEnd('.')}).");
        }

        NewCount = missing.Count(i => songs[i] is not null);
        Keep(all, isChanged: NewCount > 0 || all.Count != known.Count);
        return all;
    }

    private Dictionary<string, LabSong> ReadDatabase()
    {
        try
        {
            return SongDatabase.Read(DatabasePath, options.Settings).ToDictionary(song => song.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _warnings.Add($"{e.Message.TrimEnd('.')}; it is made again.");
            return [];
        }
    }

    private static bool IsUnchanged(LabSong song, FoundFile file)
    {
        var info = new FileInfo(file.Path);
        return info.Exists && info.Length == song.FileBytes && info.LastWriteTimeUtc.Ticks == song.ModifiedTicks;
    }

    private void ReadAll(
        List<FoundFile> files, List<int> missing, LabSong?[] songs, CancellationToken ct)
    {
        var done = 0;
        var faults = new string?[files.Count];
        var room = Math.Max(1, (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / SongBytes));
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Min(options.Threads, room),
            CancellationToken = ct,
        };
        try
        {
            Parallel.ForEach(missing, parallel, i =>
            {
                try
                {
                    songs[i] = ReadSong(files[i], ct);
                }
                catch (AudioException e)
                {
                    faults[i] = e.Message;
                }

                progress?.Report(new LabProgress(Interlocked.Increment(ref done), missing.Count));
            });
        }
        catch (AggregateException e)
        {
            // One is enough; an interrupted FFmpeg ends its song before the token ends all of them.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        _warnings.AddRange(faults.OfType<string>());
    }

    private LabSong ReadSong(FoundFile file, CancellationToken ct)
    {
        var info = new FileInfo(file.Path);
        var (bytes, modified) = (info.Length, info.LastWriteTimeUtc.Ticks);
        var sound = LabSound.Read(file.Path, ct);
        var peaks = options.Settings.Pick(LabSpectrogram.Of(sound.Samples));
        return new LabSong(
            RefIds.Relative(file),
            bytes,
            modified,
            (double)sound.FrameCount / sound.SourceRate,
            sound.SourceRate,
            sound.ChannelCount,
            sound.WrappedCount,
            peaks.Count,
            PairScan.Scan(peaks));
    }

    private void Keep(IReadOnlyList<LabSong> songs, bool isChanged)
    {
        try
        {
            if (isChanged)
            {
                SongDatabase.Write(DatabasePath, options.Settings, songs);
            }

            DatabaseBytes = new FileInfo(DatabasePath).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warnings.Add(
                $"{DatabasePath} cannot be written ({e.Message.TrimEnd('.')}); the songs are read again next time.");
        }
    }
}
