using System.Globalization;
using Earmark.Indexing;
using Microsoft.Data.Sqlite;

namespace Earmark.Monitoring;

/// <summary>Turns events into rows of a <see cref="PlayLog"/> and back.</summary>
internal static class EventRow
{
    /// <summary>What <see cref="Read"/> reads, and from where.</summary>
    public const string Columns =
        """
        event.id, kind, start, stop, message, event.run, source, epoch, is_live, number, track_id, ref_id, path, title,
        artist, album, duration, reference_start, reference_stop, score, e_value, confidence, coverage, time_factor,
        frequency_factor FROM event JOIN run USING (run)
        """;

    /// <summary>Takes <see cref="Values"/>.</summary>
    public const string Insert =
        """
        INSERT INTO event (kind, start, stop, message, run, began, ended, number, track_id, ref_id, path, title, artist,
            album, duration, reference_start, reference_stop, score, e_value, confidence, coverage, time_factor,
            frequency_factor)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        """;

    /// <summary>The values of <see cref="Insert"/>.</summary>
    public static object?[] Values(MonitorEvent told)
    {
        var (play, track) = (told.Play, told.Play?.Track);
        return
        [
            (int)told.Kind, told.Start, told.Stop, told.Message, Text(told.Run),
            Milliseconds(told.Epoch.AddSeconds(told.Start)), Milliseconds(told.Epoch.AddSeconds(told.Stop)),
            play?.Number, track?.Id, track?.RefId, track?.Path, track?.Title, track?.Artist, track?.Album,
            track?.Duration.TotalSeconds, play?.ReferenceStart, play?.ReferenceStop, play?.Score, play?.EValue,
            play?.Confidence, play?.Coverage, play?.TimeFactor, play?.FrequencyFactor,
        ];
    }

    /// <summary>Reads an event from <see cref="Columns"/>.</summary>
    public static LoggedEvent Read(SqliteDataReader row) => new(row.GetInt64(0), new MonitorEvent
    {
        Kind = (MonitorEventKind)row.GetInt32(1),
        Start = row.GetDouble(2),
        Stop = row.GetDouble(3),
        Message = TextOf(row, 4),
        Run = Guid.Parse(row.GetString(5)),
        Source = row.GetString(6),
        Epoch = Time(row.GetInt64(7)),
        IsLive = row.GetBoolean(8),
        Play = row.IsDBNull(9) ? null : ReadPlay(row),
    });

    /// <summary>Reads a monitoring.</summary>
    public static LoggedRun ReadRun(SqliteDataReader row) => new(
        Guid.Parse(row.GetString(0)),
        row.GetString(1),
        Time(row.GetInt64(2)),
        row.GetBoolean(3),
        row.GetDouble(4),
        Time(row.GetInt64(5)),
        row.GetBoolean(6));

    /// <summary>A time as it is kept.</summary>
    public static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>A monitoring's id as it is kept.</summary>
    public static string Text(Guid run) => run.ToString("N", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string? TextOf(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static Play ReadPlay(SqliteDataReader row) => new()
    {
        Number = row.GetInt32(9),
        Track = new Track
        {
            Id = row.GetInt64(10),
            RefId = row.GetString(11),
            Path = TextOf(row, 12),
            Title = TextOf(row, 13),
            Artist = TextOf(row, 14),
            Album = TextOf(row, 15),
            Duration = TimeSpan.FromSeconds(row.GetDouble(16)),
        },
        Start = row.GetDouble(2),
        Stop = row.GetDouble(3),
        ReferenceStart = row.GetDouble(17),
        ReferenceStop = row.GetDouble(18),
        Score = row.GetDouble(19),
        EValue = row.GetDouble(20),
        Confidence = row.GetDouble(21),
        Coverage = row.GetDouble(22),
        TimeFactor = row.GetDouble(23),
        FrequencyFactor = row.GetDouble(24),
    };
}
