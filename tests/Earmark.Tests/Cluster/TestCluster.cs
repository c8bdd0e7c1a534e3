using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Earmark.Redis;

namespace Earmark.Tests.Cluster;

/// <summary>Three masters and three replicas on loopback, gone after the test.</summary>
public sealed class TestCluster : IDisposable
{
    /// <summary>How long a node may be silent before its replica takes its place.</summary>
    private const int NodeTimeout = 1500;
    private const int BusOffset = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly HashSet<int> TakenPorts = [];
    private static readonly Random PortChoice = new(Environment.ProcessId);

    private readonly string _folder = Directory.CreateTempSubdirectory("earmark-cluster-").FullName;
    private readonly List<RedisNode> _nodes = [];
    private readonly List<TcpProxy> _proxies = [];

    public TestCluster()
        : this(isSaved: false)
    {
    }

    /// <param name="isBehindProxies">Whether clients reach nodes by way of a proxy each.</param>
    /// <param name="isSaved">Whether nodes have what they had when they are started again.</param>
    internal TestCluster(bool isBehindProxies = false, bool isSaved = false)
    {
        RedisLibraries.Enable();
        if (!RedisNode.IsInstalled)
        {
            return; // Tests are skipped, or fail in their own words.
        }

        var ports = FreePorts(6);
        foreach (var port in ports)
        {
            List<string> announced = [];
            if (isBehindProxies)
            {
                _proxies.Add(new TcpProxy(port));
                announced =
                [
                    "--cluster-announce-ip", "127.0.0.1", "--cluster-announce-port", Text(_proxies[^1].Port),
                    "--cluster-announce-bus-port", Text(port + BusOffset),
                ];
            }

            _nodes.Add(new RedisNode(
                port, Path.Combine(_folder, Text(port)),
                [
                    "--cluster-enabled", "yes", "--cluster-node-timeout", Text(NodeTimeout),
                    "--appendonly", isSaved ? "yes" : "no", .. announced,
                ]));
        }

        Until(() => _nodes.All(node => node.Ask("ping").StartsWith("PONG", StringComparison.Ordinal)), "nodes started");
        Form();
        WaitUntilWhole();
    }

    /// <summary>All nodes.</summary>
    internal IReadOnlyList<RedisNode> Nodes => _nodes;

    /// <summary>The proxy before each node, in the same order.</summary>
    internal IReadOnlyList<TcpProxy> Proxies => _proxies;

    /// <summary>The address of a library.</summary>
    /// <param name="options">After the question mark.</param>
    public string Library(string name, string options = "timeout=20") =>
        $"redis://{string.Join(',', Entrances().Select(port => $"127.0.0.1:{port}"))}/{name}?{options}";

    /// <summary>The master that holds a key.</summary>
    internal RedisNode MasterOf(string key)
    {
        var slot = int.Parse(Alive().Ask("cluster", "keyslot", key), CultureInfo.InvariantCulture);
        var line = Topology().First(fields => fields[2].Contains("master", StringComparison.Ordinal)
            && !fields[2].Contains("fail", StringComparison.Ordinal)
            && fields.Skip(8).Any(range => Covers(range, slot)));
        return NodeAt(line);
    }

    /// <summary>The replica of a master.</summary>
    internal RedisNode ReplicaOf(RedisNode master)
    {
        var topology = Topology();
        var id = topology.First(fields => NodeAt(fields) == master)[0];
        return NodeAt(topology.First(fields => fields[3] == id));
    }

    /// <summary>Values in all masters.</summary>
    internal int CountValues() => Topology()
        .Where(fields => fields[2].Contains("master", StringComparison.Ordinal))
        .Sum(fields => int.Parse(NodeAt(fields).Ask("dbsize"), CultureInfo.InvariantCulture));

    /// <summary>Waits until all slots are served and every master has its replica.</summary>
    internal void WaitUntilWhole() => Until(
        () => _nodes.All(node =>
        {
            var info = node.Ask("cluster", "info");
            var replication = node.Ask("info", "replication");
            return info.Contains("cluster_state:ok", StringComparison.Ordinal)
                && (replication.Contains("master_link_status:up", StringComparison.Ordinal)
                    || replication.Contains("connected_slaves:1", StringComparison.Ordinal));
        }),
        "the cluster is whole");

    public void Dispose()
    {
        _proxies.ForEach(proxy => proxy.Dispose());
        _nodes.ForEach(node => node.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool Covers(string range, int slot)
    {
        var ends = range.Split('-');
        return int.TryParse(ends[0], out var first) && int.TryParse(ends[^1], out var last)
            && slot >= first && slot <= last;
    }

    /// <summary>Ports that no other cluster of this process has or had: some may form at the same time.</summary>
    internal static List<int> FreePorts(int count)
    {
        lock (TakenPorts)
        {
            var ports = new List<int>();
            while (ports.Count < count)
            {
                var port = PortChoice.Next(20_000, 32_000);
                if (IsFree(port) && IsFree(port + BusOffset) && TakenPorts.Add(port))
                {
                    ports.Add(port);
                }
            }

            return ports;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits until something holds.</summary>
    internal static void Until(Func<bool> holds, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(clock.Elapsed < Patience, $"Waited in vain until {what}.");
            Thread.Sleep(100);
        }
    }

    /// <summary>Has the nodes meet, shares out the slots, and gives each master a replica.</summary>
    private void Form()
    {
        const int SlotCount = 16_384;
        foreach (var node in _nodes.Skip(1))
        {
            node.Ask("cluster", "meet", "127.0.0.1", Text(_nodes[0].Port), Text(_nodes[0].Port + BusOffset));
        }

        for (var i = 0; i < 3; i++)
        {
            _nodes[i].Ask("cluster", "addslotsrange", Text(SlotCount * i / 3), Text((SlotCount * (i + 1) / 3) - 1));
        }

        Until(
            () => _nodes.All(node => node.Ask("cluster", "info").Contains(
                "cluster_known_nodes:6", StringComparison.Ordinal)),
            "the nodes know each other");
        for (var i = 0; i < 3; i++)
        {
            var id = _nodes[i].Ask("cluster", "myid").Trim();
            Until(
                () => _nodes[i + 3].Ask("cluster", "replicate", id).StartsWith("OK", StringComparison.Ordinal),
                "a replica follows its master");
        }
    }

    private IEnumerable<int> Entrances() => _proxies.Count > 0
        ? _proxies.Select(proxy => proxy.Port)
        : _nodes.Select(node => node.Port);

    private RedisNode Alive() =>
        _nodes.First(node => node.Ask("cluster", "info").Contains("cluster_state", StringComparison.Ordinal));

    /// <summary>The fields of CLUSTER NODES: id, address, flags, master, …, slots.</summary>
    private List<string[]> Topology() =>
    [
        .. Alive().Ask("cluster", "nodes").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).Where(fields => fields.Length >= 8),
    ];

    private RedisNode NodeAt(string[] fields)
    {
        var port = int.Parse(fields[1].Split('@')[0].Split(':')[^1], CultureInfo.InvariantCulture);
        var behind = _proxies.FindIndex(proxy => proxy.Port == port);
        return behind >= 0 ? _nodes[behind] : _nodes.First(node => node.Port == port);
    }
}
