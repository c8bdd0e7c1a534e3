using System.Text.Json;
using Earmark.Audio;
using Earmark.Monitoring;
using Earmark.Server.Contracts;

namespace Earmark.Server.Jobs;

/// <summary>A long recording of which is told what is played in it.</summary>
/// <param name="name">What to call it.</param>
/// <param name="open">Opens it; called once, when its turn has come.</param>
/// <param name="upload">What it lies in, if it was sent; let go of once it is over.</param>
internal sealed class TracklistJob(
    string name,
    Func<AudioOptions, CancellationToken, AudioStream> open,
    MonitorOptions options,
    IAsyncDisposable? upload = null) : Job("tracklist", [name])
{
    private readonly Lock _gate = new();
    private readonly List<MonitorEvent> _items = [];
    private readonly List<string> _warnings = [];
    private AudioStream? _audio;
    private double _heard;

    public override JobResult Result
    {
        get
        {
            lock (_gate)
            {
                var lines = _items.OrderBy(told => told.Start).Select(told => MonitorMap.ToLine(told)).ToList();
                var tracklist = new Tracklist(name);
                _items.ForEach(tracklist.Add);
                var line = new TracklistLine(
                    name, Map.Time(_heard), Line.Status == "done", lines, [.. _warnings]);
                return new JobResult(
                    JsonSerializer.SerializeToUtf8Bytes(line, ServerJson.Wire.TracklistLine),
                    MonitorCsv.Header,
                    [.. lines.Select(MonitorCsv.Fields)])
                {
                    Tracklist = tracklist,
                };
            }
        }
    }

    public override async Task RunAsync(ServerState state, CancellationToken end)
    {
        try
        {
            var source = new MonitorSource(name, Open);
            await foreach (var told in state.Library.MonitorAsync(source, options, end))
            {
                Take(told);
            }

            // Monitoring ends in good order when it is told to: what was heard is kept, but it is not all.
            end.ThrowIfCancellationRequested();
        }
        finally
        {
            _audio = null;
        }
    }

    public override ValueTask ReleaseAsync() => upload?.DisposeAsync() ?? ValueTask.CompletedTask;

    private AudioStream Open(AudioOptions decoding, CancellationToken cancellation) =>
        _audio = open(decoding, cancellation);

    private void Take(MonitorEvent told)
    {
        lock (_gate)
        {
            _heard = Math.Max(_heard, told.Stop);
            if (told.Kind is MonitorEventKind.PlayEnded or MonitorEventKind.Unknown or MonitorEventKind.Silence)
            {
                _items.Add(told);
            }
            else if (told is { Kind: MonitorEventKind.Note, Message: { } message })
            {
                _warnings.Add(message);
            }
        }

        var length = _audio?.StatedDuration?.TotalSeconds;
        Change(line => line with
        {
            DurationS = Map.Time(_heard),
            Found = _items.Count(item => item.Kind == MonitorEventKind.PlayEnded),
            Progress = length is > 0 ? Math.Round(Math.Min(1, _heard / length.Value), 3) : line.Progress,
        });
    }
}
