using Earmark.Server.Contracts;
using Earmark.Spectral;

namespace Earmark.Server.History;

/// <summary>
/// What was heard of the newest answers, as coarse pictures: in memory alone, so that they are gone with the process.
/// </summary>
internal sealed class ContrastShelf
{
    /// <summary>Answers whose picture is kept; at most 64 KiB each.</summary>
    public const int CountMax = 64;

    private const int FramesMax = 512;
    private const int BinsMax = 128;

    private readonly Lock _gate = new();
    private readonly Queue<(long Id, ContrastLine Picture)> _pictures = new();

    /// <summary>Keeps the picture of an answer; the oldest goes.</summary>
    public void Keep(long id, ContrastRecord contrast)
    {
        if (contrast.FrameCount == 0)
        {
            return;
        }

        var picture = ContrastMap.ToLine(contrast, FramesMax, BinsMax);
        lock (_gate)
        {
            _pictures.Enqueue((id, picture));
            if (_pictures.Count > CountMax)
            {
                _pictures.Dequeue();
            }
        }
    }

    /// <summary>The picture of an answer; null where there is none any more.</summary>
    public ContrastLine? Find(long id)
    {
        lock (_gate)
        {
            return _pictures.FirstOrDefault(kept => kept.Id == id).Picture;
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _pictures.Clear();
        }
    }
}
