using Earmark.Matching;

namespace Earmark.Monitoring;

/// <summary>How a track runs along a source: where in it a moment lies. Follows players whose speed drifts.</summary>
internal sealed class Course
{
    /// <summary>Fixes that the speed is fitted to; below this span it stays what it is, in seconds.</summary>
    private const int FixCountMax = 12;
    private const double LeastSpan = 8;

    /// <summary>A fix that is off by more is of something else, in seconds.</summary>
    private const double ErrorMax = 0.06;

    /// <summary>How much a fix that is off moves the course.</summary>
    private const double Trust = 0.5;

    /// <summary>How far the speed may drift in all, and what holds it where it is: a span in seconds.</summary>
    private const double DriftMax = 0.02;
    private const double Ridge = 10;

    private readonly List<(double Time, double Error)> _fixes = [];
    private readonly Warp _first;
    private double _time;
    private double _referenceTime;

    /// <param name="time">A moment on the source's clock, in seconds.</param>
    /// <param name="referenceTime">Where in the track that is, in seconds.</param>
    public Course(double time, double referenceTime, Warp warp)
    {
        (_time, _referenceTime, _first, Warp) = (time, referenceTime, warp, warp);
    }

    /// <summary>Time and frequency of the track over those of the source.</summary>
    public Warp Warp { get; private set; }

    /// <summary>The same course, to be followed in another direction.</summary>
    public Course Copy() => new(_time, _referenceTime, Warp);

    /// <summary>Time in the track of a time on the source's clock.</summary>
    public double Map(double time) => _referenceTime + (Warp.Time * (time - _time));

    /// <summary>Time on the source's clock of a time in the track.</summary>
    public double Unmap(double referenceTime) => _time + ((referenceTime - _referenceTime) / Warp.Time);

    /// <summary>The course as a clip sees it that begins at <paramref name="start"/>.</summary>
    public Placement PlacementFrom(double start) => new(Map(start), Warp);

    /// <summary>Takes note of where the track is heard to be.</summary>
    public void Fix(double time, double referenceTime)
    {
        var error = referenceTime - Map(time);
        if (Math.Abs(error) > ErrorMax)
        {
            return;
        }

        _fixes.Add((time, error));
        if (_fixes.Count > FixCountMax)
        {
            _fixes.RemoveAt(0);
        }

        var slope = Slope();
        var (moved, speed) = (Map(time) + (Trust * error), Math.Clamp(
            Warp.Time + slope, _first.Time * (1 - DriftMax), _first.Time * (1 + DriftMax)));
        for (var i = 0; i < _fixes.Count; i++)
        {
            // What is left of each error once the course has turned about this moment and moved.
            var (at, was) = _fixes[i];
            _fixes[i] = (at, was - (Trust * error) - ((speed - Warp.Time) * (at - time)));
        }

        (_time, _referenceTime) = (time, moved);
        Warp = new Warp(speed, IsSpeed ? _first.Frequency * _first.Time / speed : _first.Frequency);
    }

    /// <summary>Whether pitch goes with speed, as that of a turntable does.</summary>
    private bool IsSpeed => Math.Abs((_first.Time * _first.Frequency) - 1) < 0.004;

    /// <summary>By how much the errors grow, per second: a line through them by least squares, with a ridge.</summary>
    private double Slope()
    {
        if (Math.Abs(_fixes[^1].Time - _fixes[0].Time) < LeastSpan)
        {
            return 0;
        }

        var (meanTime, meanError) = (_fixes.Average(fix => fix.Time), _fixes.Average(fix => fix.Error));
        var (xx, xy) = (Ridge * Ridge, 0.0);
        foreach (var (time, error) in _fixes)
        {
            xx += (time - meanTime) * (time - meanTime);
            xy += (time - meanTime) * (error - meanError);
        }

        return xy / xx;
    }
}
