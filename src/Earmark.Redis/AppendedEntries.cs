using Earmark.Indexing;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>Entries that are to be appended to the log, each on what the one before left.</summary>
internal sealed class AppendedEntries(ClusterState before)
{
    private readonly List<LogEntry> _entries = [];

    /// <summary>What the library will be.</summary>
    public ClusterState State { get; private set; } = before;

    /// <summary>Appends a new track, which gets the next id, or none.</summary>
    /// <param name="retires">Tracks that go, by rising id.</param>
    public void Add(
        IReadOnlyList<DeadTrack> retires, (NewTrack Track, int LandmarkCount, byte[] Constellation)? added)
    {
        var track = added is var (news, landmarkCount, _)
            ? TrackRecord.Of(news, State.Head.NextTrack, landmarkCount)
            : null;
        Append(retires, track, added?.Constellation ?? []);
    }

    /// <summary>Appends another version of a track, which gets the next id.</summary>
    public void Add(IReadOnlyList<DeadTrack> retires, Track version, byte[] constellation) =>
        Append(retires, version with { Id = State.Head.NextTrack }, constellation);

    /// <summary>The change that appends them.</summary>
    public ClusterChange ToChange(ClusterKeys keys)
    {
        var token = _entries[^1].Token;
        return new ClusterChange(
            State,
            transaction => Write(transaction, keys),
            later => later.Entries.Any(entry => entry.Token == token));
    }

    /// <summary>Appends them, if there are any.</summary>
    public void Write(ITransaction transaction, ClusterKeys keys)
    {
        if (_entries.Count > 0)
        {
            transaction.ListRightPushAsync(keys.Log, [.. _entries.Select(entry => (RedisValue)entry.Pack())]);
        }
    }

    private void Append(IReadOnlyList<DeadTrack> retires, Track? track, byte[] constellation)
    {
        var head = State.Head;
        var entry = new LogEntry(
            head.LogEnd, ClusterStore.NewToken(), head.LogToken, retires, track, constellation);
        _entries.Add(entry);
        State = State.With(entry) with
        {
            Head = head with
            {
                LogEnd = head.LogEnd + 1,
                LogToken = entry.Token,
                NextTrack = head.NextTrack + (track is null ? 0 : 1),
            },
        };
    }
}
