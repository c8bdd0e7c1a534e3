using Earmark.Indexing;

namespace Earmark.Monitoring;

/// <summary>
/// Makes plays of what is heard: searches where nothing is known, follows what is, tells where it ends.
/// </summary>
/// <remarks>For one thread, and one source.</remarks>
internal sealed class PlayTracker
{
    /// <summary>Slices between looks at what is played besides a track that is known.</summary>
    private const int LookEvery = 4;

    /// <summary>Slices between thorough searches where nothing is known (20 s).</summary>
    private const int ThoroughEvery = 8;

    /// <summary>A play explains a slice that has this share of the evidence that is usual.</summary>
    private const double ExplainedShare = 0.4;

    /// <summary>A line that is not sure is dropped when nothing speaks for it for so long, in seconds.</summary>
    private const double Patience = 8;

    /// <summary>Evidence that a play must have, in all and as <see cref="PlayLine.Density"/>, in nats.</summary>
    private const double LeastTotal = 24;
    private const double LeastDensity = 1.05;

    /// <summary>Lines that are followed besides those that are told.</summary>
    private const int LineCountMax = 12;

    private readonly PatientSearch _search;
    private readonly FingerprintProfile _profile;
    private readonly MonitorOptions _options;
    private readonly HeardHistory _history;
    private readonly Rivals _rivals;
    private readonly List<PlayLine> _lines = [];
    private readonly Timeline _timeline;
    private readonly Action<TrackerEvent> _tell;
    private StreamEar _ear;
    private int _sinceLook;
    private int _sinceThorough = ThoroughEvery;
    private int _playCount;

    /// <param name="tell">Receives what becomes known.</param>
    public PlayTracker(
        PatientSearch search, FingerprintProfile profile, MonitorOptions options, Action<TrackerEvent> tell)
    {
        (_search, _profile, _options, _tell) = (search, profile, options, tell);
        _history = new HeardHistory(profile);
        _rivals = new Rivals(options.JoinGap.TotalSeconds);
        _timeline = new Timeline(options.LeastUnknown.TotalSeconds, tell);
        _ear = new StreamEar(profile, 0);
    }

    /// <summary>How much has been heard or missed, in seconds.</summary>
    public double Heard => _ear.Heard;

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono, at the profile's rate, −1 … 1.</param>
    /// <exception cref="LibraryException">The library is damaged.</exception>
    public void Write(ReadOnlySpan<float> samples, CancellationToken cancellation) =>
        _ear.Write(samples).ForEach(slice => Take(slice, cancellation));

    /// <summary>Notes that some of the source was missed; what follows is heard so much later.</summary>
    public void Skip(double seconds, CancellationToken cancellation)
    {
        var broke = Heard;
        _ear.Finish().ForEach(slice => Take(slice, cancellation));
        _history.Clear();
        _lines.ForEach(line => line.Break());
        _rivals.NoteBreak(broke, broke + seconds);
        CoverUntil(broke);
        _timeline.Skip(broke, broke + seconds);
        _ear = new StreamEar(_profile, broke + seconds);
        CloseLines(broke + seconds);
    }

    /// <summary>Ends the source: tells what was playing.</summary>
    public void Finish(CancellationToken cancellation)
    {
        _ear.Finish().ForEach(slice => Take(slice, cancellation));
        foreach (var line in _lines.Where(line => line.Number > 0).OrderBy(line => line.Start).ToList())
        {
            End(line);
        }

        _lines.Clear();
        _timeline.Finish(Heard);
    }

    private void Take(HeardSlice slice, CancellationToken cancellation)
    {
        _history.Add(slice);
        _timeline.Hear(slice);
        _lines.ForEach(line => line.Follow(slice));
        Search(cancellation);
        Confirm();
        CloseLines(slice.Stop);
        TellProgress(slice.Stop);
    }

    private void TellProgress(double now)
    {
        var playing = _lines
            .Where(line => line.Number > 0 && now - line.Reach < Patience)
            .MaxBy(line => line.Newest);
        var track = playing is null ? null : _search.FindTrack(playing.TrackId);
        _tell(new TrackerEvent(
            MonitorEventKind.Progress, now, now, track is null ? null : Play.Of(playing!, track)));
    }

    private void Search(CancellationToken cancellation)
    {
        var isExplained = _lines.Exists(line => line.Number > 0 && line.Newest >= ExplainedShare * line.Usual);
        _sinceLook++;
        _sinceThorough = isExplained ? Math.Max(_sinceThorough, ThoroughEvery - 2) : _sinceThorough + 1;
        var isWorthIt = _history.Slices.Count >= 2 && _history.Slices[^1].Peaks.Length > 0;
        if (!isWorthIt || (isExplained && _sinceLook < LookEvery))
        {
            return;
        }

        _sinceLook = 0;
        var isThorough = !isExplained && _sinceThorough >= ThoroughEvery
            && _history.Slices.Count >= HeardHistory.SlicesPerClip;
        _sinceThorough = isThorough ? 0 : _sinceThorough;
        foreach (var sighting in _search.Find(_history.Newest(), isThorough, cancellation))
        {
            // Every line must look at it.
            var taken = _lines.FindAll(line => line.Takes(sighting));
            if (taken.Count == 0)
            {
                _lines.Add(new PlayLine(sighting, _history.Slices, _profile));
            }
        }

        // Of what repeats itself there is no end of places that fit; the right one has the most evidence in the end.
        foreach (var line in _lines.Where(line => line.Number == 0)
            .OrderByDescending(line => line.Total).Skip(LineCountMax).ToList())
        {
            _lines.Remove(line);
        }
    }

    private void Confirm()
    {
        foreach (var line in _lines.Where(line => line.Number == 0).OrderByDescending(line => line.Total).ToList())
        {
            if (!IsSure(line))
            {
                continue;
            }

            var standing = _rivals.Judge(line, _lines.Where(other => other.Number > 0));
            if (standing.Loses)
            {
                continue;
            }

            foreach (var other in standing.Replaces.OrderByDescending(other => _rivals.IsContinued(other, line)))
            {
                Replace(other, line);
            }

            var isNew = line.Number == 0;
            line.Number = isNew ? ++_playCount : line.Number;
            CoverUntil(StartOf(line));
            if (isNew || !standing.IsSame)
            {
                Tell(isNew ? MonitorEventKind.PlayStarted : MonitorEventKind.PlayRevised, line);
            }
        }
    }

    /// <summary>Puts a line in the place of one that is told.</summary>
    private void Replace(PlayLine other, PlayLine line)
    {
        _lines.Remove(other);
        var goesOn = _rivals.IsContinued(other, line);
        var isOnePlay = line.Number == 0 || line.Number == other.Number;
        if (isOnePlay && (goesOn || other.MayYieldTo(line)))
        {
            line.TakeOver(other, goesOn);
        }
        else if (goesOn)
        {
            End(other);
        }
        else
        {
            Withdraw(other);
        }
    }

    /// <summary>Tells what was before a time, of which plays that go on have covered some.</summary>
    private void CoverUntil(double time)
    {
        foreach (var line in _lines.Where(line => line.Number > 0 && StartOf(line) <= time).OrderBy(StartOf))
        {
            _timeline.Cover(StartOf(line), Math.Min(line.Reach, time));
        }

        _timeline.Cover(time, time);
    }

    private bool IsSure(PlayLine line) =>
        line.Reach - line.Start >= _options.LeastPlay.TotalSeconds
        && line.Total >= LeastTotal
        && line.Density >= LeastDensity
        && (line.EValue <= _options.MaxEValue || line.SightingCount > 1);

    private void CloseLines(double now)
    {
        foreach (var line in _lines.ToList())
        {
            var silence = now - line.Reach;
            var isOver = line.Map(now) > line.Length + 2 && silence > 2;
            var patience = line.Number > 0 ? _options.JoinGap.TotalSeconds : Patience;
            if (isOver || silence > patience)
            {
                _lines.Remove(line);
                if (line.Number > 0 && !_rivals.Absorb(line, _lines))
                {
                    End(line);
                }
                else if (line.Number > 0 && !_lines.Exists(other => other.Number == line.Number))
                {
                    Withdraw(line);
                }
            }
        }
    }

    private void End(PlayLine line)
    {
        if (line.Density < LeastDensity)
        {
            Withdraw(line);
            return;
        }

        _rivals.NoteEnd(line);
        CoverUntil(StartOf(line));
        _timeline.Cover(StartOf(line), line.Reach);
        Tell(MonitorEventKind.PlayEnded, line);
    }

    /// <summary>Takes back a line; the play that it seemed to go on with has ended where that paused.</summary>
    private void Withdraw(PlayLine line)
    {
        if (line.Before is { } earlier)
        {
            End(earlier);
        }
        else
        {
            Tell(MonitorEventKind.PlayWithdrawn, line);
        }
    }

    /// <summary>Tells of a play, unless its track was deleted meanwhile.</summary>
    private void Tell(MonitorEventKind kind, PlayLine line)
    {
        if (_search.FindTrack(line.TrackId) is { } track)
        {
            _tell(new TrackerEvent(kind, StartOf(line), line.Reach, Play.Of(line, track)));
        }
    }

    private static double StartOf(PlayLine line) => line.Before is { } before ? StartOf(before) : line.Start;
}
