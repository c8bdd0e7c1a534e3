using System.IO.Hashing;
using System.Text;
using Earmark.Indexing;

namespace Earmark.Redis;

/// <summary>Finds a segment's tracks by ref id, by path and by id: their ranks in the order of ref ids.</summary>
/// <remarks>
/// Only hashes are kept, 36 bytes a track; the page of that rank has the names. Read by those who store, list or name
/// tracks, not by searches.
/// </remarks>
internal sealed class NameTable
{
    private const string Kind = "EARN";

    private readonly long[] _ids;
    private readonly int[] _idRanks;
    private readonly ulong[] _names;
    private readonly int[] _nameRanks;
    private readonly ulong[] _paths;
    private readonly int[] _pathRanks;
    private readonly string[] _firstNames;

    private NameTable(
        (long[] Keys, int[] Ranks) ids,
        (ulong[] Keys, int[] Ranks) names,
        (ulong[] Keys, int[] Ranks) paths,
        string[] firstNames)
    {
        (_ids, _idRanks) = ids;
        (_names, _nameRanks) = names;
        (_paths, _pathRanks) = paths;
        _firstNames = firstNames;
    }

    /// <summary>Sorts tracks as pages have them.</summary>
    public static List<Track> Sort(IEnumerable<Track> tracks) =>
    [
        .. tracks.Select(track => (Track: track, Name: Encoding.UTF8.GetBytes(track.RefId)))
            .Order(Comparer<(Track Track, byte[] Name)>.Create((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name)))
            .Select(pair => pair.Track),
    ];

    /// <summary>The table of tracks that <see cref="Sort"/> has sorted, as it is stored.</summary>
    public static byte[] Pack(IReadOnlyList<Track> tracks) => Sealed.Pack(Kind, writer =>
    {
        Write(writer, tracks.Select((track, rank) => ((ulong)track.Id, rank)));
        Write(writer, tracks.Select((track, rank) => (Hash(track.RefId), rank)));
        var ranks = tracks.Select((track, rank) => (track.Path, rank)).Where(pair => pair.Path is not null);
        Write(writer, ranks.Select(pair => (Hash(pair.Path!), pair.rank)));
        var firsts = tracks.Chunk(TrackPage.Size).Select(page => page[0].RefId).ToList();
        writer.Write(firsts.Count);
        firsts.ForEach(writer.Write);
    });

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    public static NameTable Unpack(byte[] bytes, string segment) => Sealed.Unpack(
        Kind,
        bytes,
        $"The index of names of {segment}",
        reader =>
        {
            var (ids, idRanks) = Read(reader);
            var names = Read(reader);
            var paths = Read(reader);
            var firsts = new string[reader.ReadInt32()];
            for (var i = 0; i < firsts.Length; i++)
            {
                firsts[i] = reader.ReadString();
            }

            return new NameTable((Array.ConvertAll(ids, id => (long)id), idRanks), names, paths, firsts);
        });

    /// <summary>Tracks in all.</summary>
    public int Count => _ids.Length;

    /// <summary>The rank of the track with that id; −1 for none.</summary>
    public int RankOfId(long id)
    {
        var index = Array.BinarySearch(_ids, id);
        return index < 0 ? -1 : _idRanks[index];
    }

    /// <summary>Ranks of tracks that may have that ref id.</summary>
    public IEnumerable<int> RanksOfName(string refId) => Ranks(_names, _nameRanks, Hash(refId));

    /// <summary>Ranks of tracks that may have that path.</summary>
    public IEnumerable<int> RanksOfPath(string path) => Ranks(_paths, _pathRanks, Hash(path));

    /// <summary>The first page that may hold a ref id behind another; null for the first of all.</summary>
    public int PageAfter(string? refId)
    {
        if (refId is null)
        {
            return 0;
        }

        var name = Encoding.UTF8.GetBytes(refId);
        var page = 0;
        while (page + 1 < _firstNames.Length
            && Encoding.UTF8.GetBytes(_firstNames[page + 1]).AsSpan().SequenceCompareTo(name) <= 0)
        {
            page++;
        }

        return page;
    }

    private static ulong Hash(string text) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<int> Ranks(ulong[] keys, int[] ranks, ulong key)
    {
        var index = Array.BinarySearch(keys, key);
        while (index > 0 && keys[index - 1] == key)
        {
            index--;
        }

        for (; index >= 0 && index < keys.Length && keys[index] == key; index++)
        {
            yield return ranks[index];
        }
    }

    private static void Write(BinaryWriter writer, IEnumerable<(ulong Key, int Rank)> pairs)
    {
        var sorted = pairs.OrderBy(pair => pair.Key).ToList();
        writer.Write(sorted.Count);
        sorted.ForEach(pair => writer.Write(pair.Key));
        sorted.ForEach(pair => writer.Write(pair.Rank));
    }

    private static (ulong[] Keys, int[] Ranks) Read(BinaryReader reader)
    {
        var keys = new ulong[reader.ReadInt32()];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = reader.ReadUInt64();
        }

        var ranks = new int[keys.Length];
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[i] = reader.ReadInt32();
        }

        return (keys, ranks);
    }
}
