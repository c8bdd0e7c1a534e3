namespace Earmark.Monitoring;

/// <summary>Adds up evidence tick by tick, in one direction of time, and says how far it reaches.</summary>
/// <remarks>
/// It reaches to where its sum is largest. Once the sum has dropped by <see cref="Drop"/> from there, the track is no
/// longer heard; it is again, and all between is part of the play, once new evidence has summed up to
/// <see cref="Return"/>. As alignments of sequences are extended: S. Altschul et al., "Gapped BLAST and PSI-BLAST",
/// Nucleic Acids Research 25 (1997), where the drop is called X.
/// </remarks>
/// <param name="start">Where it begins, in seconds.</param>
internal sealed class EvidenceSum(double start)
{
    /// <summary>In nats.</summary>
    private const double Drop = 6;

    /// <summary>In nats.</summary>
    private const double Return = 10;

    private double _since;
    private bool _isAway;
    private int _speaking;
    private int _ticks;

    /// <summary>How far the evidence reaches, in seconds.</summary>
    public double Reach { get; private set; } = start;

    /// <summary>Evidence up to there, less what was lost where the track was not heard. In nats.</summary>
    public double Total { get; private set; }

    /// <summary>Ticks up to there.</summary>
    public int TickCount { get; private set; }

    /// <summary>Those of them that speak for the track.</summary>
    public int SpeakingCount { get; private set; }

    /// <summary>Notes that something was missed: it takes new evidence to say that the track is still there.</summary>
    public void Break() => (_since, _isAway) = (0, true);

    /// <summary>Adds the next tick.</summary>
    /// <param name="nats">What it says for the track; below 0 where it speaks against it.</param>
    /// <param name="end">Where the tick ends, in the direction of the run; in seconds.</param>
    public void Add(double nats, double end)
    {
        _ticks++;
        _speaking += nats > 0 ? 1 : 0;
        _since += nats;
        if (_isAway)
        {
            _since = Math.Max(0, _since);
            _isAway = _since < Return;
        }
        else if (_since < -Drop)
        {
            (_since, _isAway) = (0, true);
        }

        if (!_isAway && _since > 0)
        {
            Total += _since;
            (Reach, TickCount, SpeakingCount, _since) = (end, _ticks, _speaking, 0);
        }
    }
}
