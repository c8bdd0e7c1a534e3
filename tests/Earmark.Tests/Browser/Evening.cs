using Earmark.Indexing;
using Earmark.Monitoring;
using Earmark.Tests.Server;

namespace Earmark.Tests.Browser;

/// <summary>Three hours of two stations, as a log would have them, for pictures.</summary>
internal static class Evening
{
    public const string First = "Radio Harbour";
    public const string Second = "Night Train FM";

    private const double Seconds = 3 * 3600;

    /// <summary>Keeps them in the log of a library.</summary>
    public static void Fill(string library, IReadOnlyList<Track> tracks)
    {
        using var log = PlayLog.Open(library);
        foreach (var (number, source) in new[] { First, Second }.Index())
        {
            var random = new Random(7 + number);
            var epoch = TimeProvider.System.GetUtcNow().AddSeconds(-Seconds - 60);
            log.Append(WatchTests.Event(source, MonitorEventKind.SourceOpened, 0, 0, epoch));
            for (var at = 0.0; at < Seconds;)
            {
                var draw = random.NextDouble();
                var (kind, length) = draw < 0.75 - (0.3 * number) ? (MonitorEventKind.PlayEnded, 150 + (120 * draw))
                    : draw < 0.93 ? (MonitorEventKind.Unknown, 90 + (200 * draw))
                    : draw < 0.96 ? (MonitorEventKind.Silence, 40)
                    : (MonitorEventKind.SourceBack, 500);
                var track = kind == MonitorEventKind.PlayEnded ? tracks[random.Next(tracks.Count)] : null;
                log.Append(WatchTests.Event(source, kind, at, at + length, epoch, track) with
                {
                    Message = kind == MonitorEventKind.SourceBack ? $"{source} ended the connection." : null,
                });
                at += length;
            }

            log.Append(WatchTests.Event(source, MonitorEventKind.SourceEnded, Seconds, Seconds, epoch));
        }
    }
}
