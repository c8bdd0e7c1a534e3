using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Earmark.Tests.EndToEnd;
using Earmark.Tests.House;
using Earmark.Tests.Indexing;

namespace Earmark.Tests.Cluster;

/// <summary>A user with the rights that docs/cluster.md lists can do everything, also by TLS.</summary>
[Collection(SharedCluster.Name)]
public sealed partial class ClusterUserTests(TestCluster cluster, ShortTracks tracks)
    : IClassFixture<ShortTracks>, IDisposable
{
    private const string RefId = "piece-0-part-0";
    private const string Password = "of the test";

    private readonly TestFolder _folder = new();

    [ClusterFact]
    public void The_rights_that_are_listed_are_enough_for_every_verb_and_none_is_refused()
    {
        Grant("earmark", Rights());
        var (library, export) = (cluster.Library("rights"), Path.Combine(_folder.Path, "tracks.earmark"));
        Assert.Equal(0, Run("earmark", "store", library, tracks.Music).Code);
        Assert.Equal(0, Run("earmark", "query", library, tracks.ClipOf(RefId)).Code);
        Assert.Equal(0, Run("earmark", "explain", library, tracks.ClipOf(RefId)).Code);
        Assert.Equal(0, Run("earmark", "compact", library).Code);
        Assert.Equal(0, Run("earmark", "export", library, export).Code);
        Assert.Equal(0, Run("earmark", "delete", library, RefId).Code);
        Assert.Equal(0, Run("earmark", "import", library, export).Code);
        Assert.Equal(0, Run("earmark", "verify", library).Code);
        Assert.Equal(1, Run("earmark", "dedup", library).Code);
        Assert.Equal(0, Run("earmark", "clear", library, "--yes").Code);
        Assert.DoesNotContain("not known", Run("earmark", "doctor", library).Output, StringComparison.Ordinal);

        Assert.All(cluster.Nodes, node => Assert.Equal("", node.Ask("acl", "log").Trim()));
    }

    [ClusterFact]
    public void Without_the_rights_to_look_at_nodes_doctor_says_that_it_does_not_know()
    {
        Grant("blind", [.. Rights().Except(["+info", "+config|get"])]);
        Assert.Equal(0, Run("blind", "store", cluster.Library("blind"), tracks.Music).Code);
        var (code, output, _) = Run("blind", "doctor", cluster.Library("blind"));

        Assert.Equal(0, code);
        Assert.Equal(4, Unknown().Count(output));
    }

    [ClusterFact]
    public void A_right_that_lacks_is_said_with_those_that_are_needed()
    {
        Grant("mute", [.. Rights().Except(["+set"])]);
        var (code, _, notes) = Run("mute", "store", cluster.Library("mute"), tracks.Music);

        Assert.Equal(2, code);
        Assert.Contains(notes, note => note.Contains("grant GET, SET, DEL", StringComparison.Ordinal));
    }

    [ClusterFact]
    public void A_wrong_password_is_said()
    {
        var port = TestCluster.FreePorts(1)[0];
        using var node = new RedisNode(port, Path.Combine(_folder.Path, "node"), "--requirepass", Password);
        TestCluster.Until(() => node.Ask("ping").Contains("NOAUTH", StringComparison.Ordinal), "the node started");
        var library = $"redis://127.0.0.1:{port}/closed?wait=0";

        Assert.Equal(0, Run("default", "store", library, tracks.Music).Code);
        const string Reason = "does not know this user or password";
        Assert.Contains(Reason, Refusal(library, []), StringComparison.Ordinal);
        Assert.Contains(
            Reason, Refusal(library, new() { ["EARMARK_REDIS_PASSWORD"] = "another" }), StringComparison.Ordinal);
    }

    [ClusterFact]
    public void Nodes_that_speak_tls_are_trusted_by_who_signed_their_certificates_and_not_otherwise()
    {
        var (certificate, key) = (Path.Combine(_folder.Path, "node.pem"), Path.Combine(_folder.Path, "node.key"));
        WriteCertificate(certificate, key);
        var ports = TestCluster.FreePorts(2);
        using var node = new RedisNode(
            ports[0], Path.Combine(_folder.Path, "node"),
            "--tls-port", $"{ports[1]}", "--tls-cert-file", certificate, "--tls-key-file", key,
            "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no");
        TestCluster.Until(() => node.Ask("ping").StartsWith("PONG", StringComparison.Ordinal), "the node started");

        var library = $"rediss://127.0.0.1:{ports[1]}/secret?wait=0";
        var trusted = new Dictionary<string, string> { ["EARMARK_REDIS_CA"] = certificate };
        Assert.Equal(0, Run("store", library, trusted, tracks.Music).Code);
        Assert.Equal(0, Run("query", library, trusted, tracks.ClipOf(RefId)).Code);

        Assert.Contains("a certificate that is not trusted", Refusal(library, []), StringComparison.Ordinal);
        Assert.Contains(
            "do not speak TLS", Refusal($"rediss://127.0.0.1:{ports[0]}/secret", []), StringComparison.Ordinal);
        Assert.Contains(
            "is no certificate",
            Refusal(library, new() { ["EARMARK_REDIS_CA"] = tracks.ClipOf(RefId) }),
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var node in cluster.Nodes)
        {
            node.Ask("acl", "deluser", "earmark", "blind", "mute");
            node.Ask("acl", "log", "reset");
        }

        _folder.Dispose();
    }

    /// <summary>What the line for an ACL file in docs/cluster.md has after the password.</summary>
    private static string[] Rights()
    {
        var line = AclLine().Match(Repository.Read("docs/cluster.md"));
        Assert.True(line.Success, "docs/cluster.md has no line for a user.");
        return line.Groups["rights"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static void WriteCertificate(string path, string keyPath)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(path, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
    }

    private static string Refusal(string library, Dictionary<string, string> variables)
    {
        var (code, output, notes) = Run("list", library, variables);
        Assert.Equal((2, ""), (code, output));
        return Assert.Single(notes);
    }

    private static (int Code, string Output, string[] Notes) Run(
        string user, string verb, string library, string? argument = null)
    {
        var who = new Dictionary<string, string>
        {
            ["EARMARK_REDIS_USER"] = user,
            ["EARMARK_REDIS_PASSWORD"] = Password,
        };
        return Run(verb, library, who, argument is null ? [] : [argument]);
    }

    private static (int Code, string Output, string[] Notes) Run(
        string verb, string library, Dictionary<string, string> variables, params string[] arguments)
    {
        using var process = CliProcess.Start(verb, library, variables, arguments);
        var code = process.WaitForEnd();
        return (code, process.Output, process.Notes);
    }

    private void Grant(string user, string[] rights)
    {
        string[] command = ["acl", "setuser", user, "on", $">{Password}", .. rights];
        Assert.All(cluster.Nodes, node => Assert.Equal("OK", node.Ask(command).Trim()));
    }

    [GeneratedRegex(@"^user earmark on >PASSWORD (?<rights>[^`]+)```", RegexOptions.Multiline)]
    private static partial Regex AclLine();

    [GeneratedRegex("not known: the nodes do not tell")]
    private static partial Regex Unknown();
}
