using Earmark.Audio;

namespace Earmark.Indexing;

/// <summary>The writing side of a library's home. For one thread at a time.</summary>
/// <remarks>
/// Tracks go into the log; a full log becomes a segment; segments merge, beside all this. Each step is one commit, of
/// all of it or none, and durable on return; a kill at any moment loses and doubles nothing.
/// </remarks>
internal interface IIndexWriter
{
    /// <summary>Stores tracks, all or none. Later ones replace earlier ones of the same name or file.</summary>
    void Add(IReadOnlyList<NewTrack> tracks);

    /// <summary>As <see cref="Add"/>, as a segment of their own, without the log.</summary>
    void AddSegment(IReadOnlyList<NewTrack> tracks);

    /// <summary>Removes a track; false when there is none of that name.</summary>
    bool Delete(string refId);

    /// <summary>Says where the file of a track is now; false when the track has changed or the path is taken.</summary>
    bool Move(Track track, string path, long modified);

    /// <summary>Gives a track other tags; false when there is none of that name.</summary>
    bool Edit(string refId, AudioTags tags);

    /// <summary>Turns what fills a log into segments.</summary>
    void WriteFullLog();

    /// <summary>Turns the log into segments where storing has come to its end, as far as that is worth it.</summary>
    void SettleLog();

    /// <summary>Turns all of the log into segments.</summary>
    void WriteAllLog();

    /// <summary>Whether segments may have become due for a merge since the last time it was asked.</summary>
    bool TakeMergeOwed();

    /// <summary>The next merge that is due; null when all is well.</summary>
    /// <param name="isAtRest">Whether storing has come to its end, so that small segments should become one.</param>
    IMerge? BeginMerge(bool isAtRest);

    /// <summary>The next merge of a compaction; null where what is left of the segments is as good as can be.</summary>
    /// <param name="after">Id of the last track that it has come to; 0 to begin.</param>
    /// <param name="share">Of all bytes, those before the merge and its own.</param>
    IMerge? BeginCompaction(long after, out (double Before, double Own) share);

    /// <summary>Makes a merge count whose segment is written.</summary>
    void Commit(IMerge merge);

    /// <summary>Removes all tracks, and returns how many there were.</summary>
    int Clear();

    /// <summary>Gives back space that is free.</summary>
    /// <param name="all">All of it, however long that takes; else what is easily had.</param>
    void GiveBackSpace(bool all);
}
