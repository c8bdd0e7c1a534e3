namespace Earmark.Monitoring;

/// <summary>Judges between lines that explain the same sound: only one of them is what is played.</summary>
/// <remarks>
/// Copies, tracks that share samples, and the repeats within a track all fit for a while. Which of them it is shows in
/// what they explain in all: so the one of more evidence stands, and takes over the play where that was told already.
/// </remarks>
/// <param name="joinGap">As long as this a track may pause, in seconds.</param>
internal sealed class Rivals(double joinGap)
{
    /// <summary>Two tracks that share more of their peaks where they lie on each other are one sound.</summary>
    private const double SharedLimit = 0.25;

    /// <summary>By how much a line must be better than one that is told already.</summary>
    private const double BetterShare = 1.15;
    private const double BetterNats = 5;

    /// <summary>Two plays of one track overlap no longer than this, in seconds.</summary>
    private const double LongestFade = 12;

    /// <summary>Beginnings nearer to each other than this are one, in seconds.</summary>
    private const double SameStart = 1;

    /// <summary>A line has been left behind by one that reaches so much further, in seconds.</summary>
    private const double LeftBehind = 3;

    /// <summary>So near to the end of a track it has been played to its end, in seconds.</summary>
    private const double AtEnd = 2;

    /// <summary>How much a source may repeat or leave out when it comes back, in seconds.</summary>
    private const double BreakSlack = 45;

    /// <summary>Less than so far back in a track is not back, in seconds.</summary>
    private const double BackSlack = 1.5;

    /// <summary>Plays are kept in mind so long after they ended, in seconds.</summary>
    private const double Memory = 90;

    private readonly List<PlayLine> _past = [];
    private readonly List<(double Start, double Stop)> _breaks = [];

    /// <summary>Judges a line that is sure of itself.</summary>
    /// <param name="told">The lines that are told already and go on.</param>
    public Standing Judge(PlayLine line, IEnumerable<PlayLine> told)
    {
        if (_past.Exists(other => Covers(other, line) && IsRival(line, other)))
        {
            return new Standing(Loses: true, []);
        }

        var replaces = new List<PlayLine>();
        foreach (var other in told)
        {
            if (IsContinued(other, line))
            {
                replaces.Add(other);
            }
            else if (IsRival(line, other))
            {
                if (!IsBetter(line, other) && !IsLeftBehind(other, line))
                {
                    return new Standing(Loses: true, []);
                }

                replaces.Add(other);
            }
        }

        var isSame = replaces.TrueForAll(other =>
            other.TrackId == line.TrackId && Math.Abs(other.Start - Math.Min(line.Start, other.Start)) < SameStart);
        return new Standing(Loses: false, replaces, isSame);
    }

    /// <summary>Whether a line that is over is explained by one that goes on, and may be forgotten.</summary>
    public bool Absorb(PlayLine over, IReadOnlyList<PlayLine> lines)
    {
        var heir = lines.FirstOrDefault(line => Covers(line, over) && line.Total >= over.Total && IsRival(over, line));
        if (heir is { Number: 0 } && over.MayYieldTo(heir))
        {
            heir.TakeOver(over, isAfterBreak: false);
        }

        return heir is not null || _past.Exists(other => Covers(other, over) && IsRival(over, other));
    }

    /// <summary>Notes that a play has ended.</summary>
    public void NoteEnd(PlayLine line)
    {
        _past.RemoveAll(other => other.Reach < line.Reach - Memory);
        _past.Add(line);
    }

    /// <summary>Notes that the source broke off and came back.</summary>
    public void NoteBreak(double start, double stop)
    {
        _breaks.RemoveAll(old => old.Stop < start - Memory);
        _breaks.Add((start, stop));
    }

    /// <summary>Whether two lines explain the same sound, so that one of them must be wrong.</summary>
    /// <remarks>
    /// A track is not laid over itself, but for as long as it may fade into its own beginning; where it repeats itself
    /// with changes, two lines of it fit one sound without sharing peaks.
    /// </remarks>
    private static bool IsRival(PlayLine line, PlayLine other)
    {
        var overlap = Math.Min(line.Reach, other.Reach) - Math.Max(line.Start, other.Start);
        var shorter = Math.Min(line.Reach - line.Start, other.Reach - other.Start);
        var isLaidOver = line.TrackId == other.TrackId && overlap > Math.Min(LongestFade, shorter / 2);
        return isLaidOver || line.SharedWith(other) > SharedLimit || other.SharedWith(line) > SharedLimit;
    }

    /// <summary>Whether a line takes the place of one that is told: at once if it is but another place of its track.
    /// </summary>
    private static bool IsBetter(PlayLine line, PlayLine other) => line.TrackId == other.TrackId
        ? line.Total > other.Total + BetterNats
        : line.Total > (BetterShare * other.Total) + BetterNats;

    private static bool Covers(PlayLine line, PlayLine other)
    {
        const double Most = 0.7;
        var overlap = Math.Min(line.Reach, other.Reach) - Math.Max(line.Start, other.Start);
        return overlap >= Most * (other.Reach - other.Start);
    }

    /// <summary>Whether a track goes on elsewhere in itself, where all that was heard of it fits too.</summary>
    private static bool IsLeftBehind(PlayLine other, PlayLine line) =>
        line.TrackId == other.TrackId
        && line.Reach >= other.Reach + LeftBehind
        && other.ReferenceStop < other.Length - AtEnd;

    /// <summary>
    /// Whether a line goes on with a track where that was paused, or cut, or after the source broke off. Back in the
    /// track it does not go on but begins again.
    /// </summary>
    public bool IsContinued(PlayLine other, PlayLine line)
    {
        if (line.TrackId != other.TrackId)
        {
            return false;
        }

        var isBroken = _breaks.Exists(gap => other.Reach <= gap.Start + 1 && line.Start >= gap.Stop - 1);
        var isBeside = line.Start >= other.Reach - 1 && line.Start - other.Reach <= joinGap;
        return isBroken
            ? Math.Abs(other.Map(line.Start) - line.ReferenceStart) <= BreakSlack
            : isBeside && line.ReferenceStart >= other.ReferenceStop - BackSlack;
    }
}
