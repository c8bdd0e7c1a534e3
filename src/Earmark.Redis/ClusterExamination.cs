using System.Globalization;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>Asks nodes what they are and how they are set, by INFO and CONFIG GET where that is allowed.</summary>
internal static class ClusterExamination
{
    private const string Unknown = "not known: the nodes do not tell";

    /// <summary>All checks; where the cluster cannot be reached, that one alone.</summary>
    public static IReadOnlyList<ClusterCheck> Run(string address)
    {
        ClusterStore store;
        try
        {
            store = SharedStores.Rent(ClusterAddress.Parse(address));
        }
        catch (LibraryException e)
        {
            return [new ClusterCheck("cluster", ClusterVerdict.Broken, e.Message, null)];
        }

        try
        {
            var connection = store.Connection;
            var masters = connection.Masters;
            var info = masters.Select(Info).ToList();
            return
            [
                Reach(connection, info),
                State(masters),
                Replicas(connection, info),
                Eviction(masters),
                Persistence(masters, info),
                Memory(info),
            ];
        }
        finally
        {
            SharedStores.Return(store);
        }
    }

    private static ClusterCheck Reach(ClusterConnection connection, List<Dictionary<string, string>> info)
    {
        var all = connection.Servers;
        var reached = all.Count(server => server.IsConnected);
        var version = info.Select(each => each.GetValueOrDefault("redis_version")).OfType<string>().FirstOrDefault();
        var found = $"{reached} of {all.Count} nodes answer at {connection.Address.Display}" +
            (version is null ? "" : $", version {version}");
        return reached == all.Count
            ? new ClusterCheck("cluster", ClusterVerdict.Ok, found, null)
            : new ClusterCheck("cluster", ClusterVerdict.Warning, found, "start or remove those that do not answer");
    }

    private static ClusterCheck State(IReadOnlyList<IServer> masters)
    {
        const int SlotCount = 16384;
        var configuration = masters.Count > 0 ? masters[0].ClusterConfiguration : null;
        if (configuration is null)
        {
            return new ClusterCheck("slots", ClusterVerdict.Ok, "one server, no cluster", null);
        }

        var served = configuration.Nodes.Where(node => !node.IsReplica && node.IsConnected)
            .SelectMany(node => node.Slots).Sum(range => range.To - range.From + 1);
        return served == SlotCount
            ? new ClusterCheck("slots", ClusterVerdict.Ok, $"all served, by {masters.Count} masters", null)
            : new ClusterCheck(
                "slots",
                ClusterVerdict.Broken,
                $"{served} of {SlotCount} are served",
                "see `redis-cli --cluster check` for the masters that are missing");
    }

    private static ClusterCheck Replicas(ClusterConnection connection, List<Dictionary<string, string>> info)
    {
        var wanted = connection.Address.Wait;
        var counts = info.Select(each => Number(each, "connected_slaves")).ToList();
        var least = counts.Count == 0 ? null : counts.Min();
        return least is null ? new ClusterCheck("replicas", ClusterVerdict.Warning, Unknown, null)
            : least >= Math.Max(1, wanted)
            ? new ClusterCheck("replicas", ClusterVerdict.Ok, $"{least} or more of each master", null)
            : new ClusterCheck(
                "replicas",
                least < wanted ? ClusterVerdict.Broken : ClusterVerdict.Warning,
                $"a master has {least}; {wanted} must confirm what is stored",
                "add a replica to each master; or add ?wait=0 to the address, and lose what a node takes with it");
    }

    private static ClusterCheck Eviction(IReadOnlyList<IServer> masters)
    {
        var policies = masters.Select(server => Setting(server, "maxmemory-policy")).Distinct().ToList();
        return policies.Count == 0 || policies.Contains(null)
            ? new ClusterCheck("eviction", ClusterVerdict.Warning, Unknown, "make sure that it is noeviction")
            : policies.TrueForAll(policy => policy == "noeviction"
                || policy!.StartsWith("volatile", StringComparison.Ordinal))
            ? new ClusterCheck("eviction", ClusterVerdict.Ok, string.Join(", ", policies), null)
            : new ClusterCheck(
                "eviction",
                ClusterVerdict.Broken,
                $"{string.Join(", ", policies)}: nodes that are full throw parts of the library away",
                "set maxmemory-policy to noeviction on every node");
    }

    private static ClusterCheck Persistence(IReadOnlyList<IServer> masters, List<Dictionary<string, string>> info)
    {
        var appends = info.Select(each => each.GetValueOrDefault("aof_enabled")).ToList();
        var saves = masters.Select(server => Setting(server, "save")).ToList();
        if (appends.Count == 0 || appends.Contains(null))
        {
            return new ClusterCheck("persistence", ClusterVerdict.Warning, Unknown, null);
        }

        return appends.TrueForAll(enabled => enabled == "1")
            ? new ClusterCheck("persistence", ClusterVerdict.Ok, "append-only files", null)
            : saves.TrueForAll(save => !string.IsNullOrEmpty(save))
            ? new ClusterCheck(
                "persistence",
                ClusterVerdict.Warning,
                "snapshots only: if master and replica stop at once, the last minutes are lost",
                "set appendonly to yes on every node")
            : new ClusterCheck(
                "persistence",
                ClusterVerdict.Warning,
                "none: if master and replica stop at once, what they hold is lost",
                "set appendonly to yes on every node, or keep an export as a backup");
    }

    private static ClusterCheck Memory(List<Dictionary<string, string>> info)
    {
        var fullest = info
            .Select(each => (Used: Number(each, "used_memory"), Limit: Number(each, "maxmemory")))
            .Where(node => node is { Used: not null, Limit: > 0 })
            .Select(node => (double)node.Used!.Value / node.Limit!.Value)
            .DefaultIfEmpty(-1).Max();
        var used = info.Sum(each => Number(each, "used_memory") ?? 0);
        var found = info.Count == 0 || used == 0 ? Unknown : $"{used >> 20} MiB used by all masters";
        return fullest > 0.8
            ? new ClusterCheck(
                "memory", ClusterVerdict.Warning, $"{found}, the fullest at {100 * fullest:0} % of its limit",
                "add memory or nodes: merging takes as much again as what it merges")
            : new ClusterCheck("memory", used == 0 ? ClusterVerdict.Warning : ClusterVerdict.Ok, found, null);
    }

    private static Dictionary<string, string> Info(IServer server)
    {
        try
        {
            return server.Info().SelectMany(section => section)
                .GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Last().Value);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return [];
        }
    }

    private static long? Number(Dictionary<string, string> info, string name) =>
        long.TryParse(info.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Setting(IServer server, string name)
    {
        try
        {
            var reply = (RedisResult[]?)server.Execute("CONFIG", "GET", name);
            return reply is { Length: 2 } ? (string?)reply[1] : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
