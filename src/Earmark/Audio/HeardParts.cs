namespace Earmark.Audio;

/// <summary>Which parts of a live playlist were read: when it is opened again, they are not heard again.</summary>
/// <remarks>
/// A playlist names the last parts of a stream, which are read from the third last on. Where a connection broke off, or
/// a station that is gone has left its playlist behind, those are parts that were heard already. Any thread may call.
/// </remarks>
internal sealed class HeardParts
{
    /// <summary>Parts that are kept in mind: longer ago a name may be another part's.</summary>
    private const int CountMax = 16;

    /// <summary>FFmpeg opens a part while it reads the one before: the last ones may not have been heard.</summary>
    private const int DoubtfulCount = 2;

    private readonly Lock _gate = new();
    private readonly List<string> _names = [];
    private HashSet<string> _old = [];
    private bool _isAllHeard;

    /// <summary>Whether what is read now was read before the source was opened again.</summary>
    public bool IsOld { get; private set; }

    /// <summary>Notes that the source is opened, for the first time or again.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            var count = _isAllHeard ? _names.Count : Math.Max(0, _names.Count - DoubtfulCount);
            (_old, IsOld) = ([.. _names.Take(count)], false);
        }
    }

    /// <summary>Notes that a part is opened.</summary>
    public void Note(string name)
    {
        lock (_gate)
        {
            IsOld = _old.Contains(name);
            if (!IsOld)
            {
                _isAllHeard = false;
                _names.Remove(name);
                _names.Add(name);
                _names.RemoveRange(0, Math.Max(0, _names.Count - CountMax));
            }
        }
    }

    /// <summary>Notes that nothing came for long: all that was opened has been heard.</summary>
    public void NoteStall()
    {
        lock (_gate)
        {
            _isAllHeard = true;
        }
    }
}
