namespace Earmark.Monitoring;

/// <summary>Tells what lies between plays: stretches that are unknown, and silence.</summary>
/// <param name="least">Shorter ones are not told, in seconds.</param>
internal sealed class Timeline(double least, Action<TrackerEvent> tell)
{
    /// <summary>Below it there is nothing to hear: −60 dB of full scale.</summary>
    private const float Silent = 0.001f;

    private readonly List<(double Start, double Stop)> _silences = [];
    private double _told;

    /// <summary>Takes note of how loud a slice is.</summary>
    public void Hear(HeardSlice slice)
    {
        for (var i = 0; i < slice.Volumes.Length; i++)
        {
            if (slice.Volumes[i] < Silent)
            {
                AddSilence(slice.Start + (i * slice.TickDuration), slice.Start + ((i + 1) * slice.TickDuration));
            }
        }
    }

    /// <summary>Says what a play has covered.</summary>
    public void Cover(double start, double stop)
    {
        TellUntil(start);
        _told = Math.Max(_told, stop);
        _silences.RemoveAll(silence => silence.Stop <= _told);
    }

    /// <summary>Says that a stretch was missed.</summary>
    public void Skip(double start, double stop)
    {
        TellUntil(start);
        _told = Math.Max(_told, stop);
    }

    /// <summary>Ends the source.</summary>
    public void Finish(double end) => TellUntil(end);

    private void AddSilence(double start, double stop)
    {
        if (_silences.Count > 0 && start - _silences[^1].Stop < 0.01)
        {
            _silences[^1] = (_silences[^1].Start, stop);
        }
        else
        {
            _silences.RemoveAll(silence => silence.Stop - silence.Start < least);
            _silences.Add((start, stop));
        }
    }

    private void TellUntil(double end)
    {
        foreach (var (start, stop) in _silences.ToList())
        {
            var (from, to) = (Math.Max(start, _told), Math.Min(stop, end));
            if (to - from >= least)
            {
                Tell(MonitorEventKind.Unknown, from);
                _told = from;
                Tell(MonitorEventKind.Silence, to);
            }
        }

        Tell(MonitorEventKind.Unknown, end);
        _silences.RemoveAll(silence => silence.Stop <= _told);
    }

    private void Tell(MonitorEventKind kind, double end)
    {
        if (end - _told >= least)
        {
            tell(new TrackerEvent(kind, _told, end));
        }

        _told = Math.Max(_told, end);
    }
}
