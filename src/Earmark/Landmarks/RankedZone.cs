namespace Earmark.Landmarks;

/// <summary>The peaks of some frames, the most salient first, while those frames move on through a recording.</summary>
/// <param name="peaks">By frame, then by frequency.</param>
internal sealed class RankedZone(Peak[] peaks)
{
    private const int RankShift = 32;

    private long[] _places = new long[64];
    private int _count;

    // Peaks before the first have left, those from the second on have not entered.
    private int _left;
    private int _entered;

    /// <summary>Of each peak its place: by rank; of equal ones the earliest, then the lowest.</summary>
    public ReadOnlySpan<long> Places => _places.AsSpan(0, _count);

    /// <summary>The index of the peak at a place.</summary>
    public static int Index(long place) => (int)place;

    /// <summary>Moves on to the peaks of some frames; neither end may go back.</summary>
    public void Move(int firstFrame, int lastFrame)
    {
        for (; _entered < peaks.Length && peaks[_entered].Frame <= lastFrame; _entered++)
        {
            Enter(Place(_entered));
        }

        for (; _left < _entered && peaks[_left].Frame < firstFrame; _left++)
        {
            Leave(Place(_left));
        }
    }

    private long Place(int index) => ((long)peaks[index].Rank << RankShift) | (uint)index;

    private void Enter(long place)
    {
        if (_count == _places.Length)
        {
            Array.Resize(ref _places, 2 * _count);
        }

        var places = _places;
        var at = _count++;
        for (; at > 0 && place < places[at - 1]; at--)
        {
            places[at] = places[at - 1];
        }

        places[at] = place;
    }

    private void Leave(long place)
    {
        var at = Places.IndexOf(place);
        Places[(at + 1)..].CopyTo(_places.AsSpan(at));
        _count--;
    }
}
