using System.Globalization;
using System.Text.RegularExpressions;

namespace Earmark.Redis;

/// <summary>Where a library lies in a cluster: redis://host:port,host:port/name, or rediss:// for TLS.</summary>
/// <remarks>
/// After the name may follow, as in ?wait=1&amp;timeout=10: <c>wait</c>, the replicas that must have what is stored
/// before it counts as stored; <c>timeout</c>, seconds that nodes may take to answer, a failover included;
/// <c>cache</c>, MiB of memory for what was read; <c>user</c>. Never a password: whoever lists processes would see it.
/// </remarks>
internal sealed partial record ClusterAddress
{
    /// <summary>Beginning of an address.</summary>
    public const string Scheme = "redis://";

    /// <summary>Beginning of an address of nodes that are spoken to by TLS.</summary>
    public const string SecureScheme = "rediss://";

    private const int DefaultPort = 6379;
    private const int NameMax = 64;

    /// <summary>Nodes to begin with; they name the others. host:port each.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>Name of the library: letters, digits, '-', '_' and '.'.</summary>
    public required string Name { get; init; }

    /// <summary>Whether TLS is spoken.</summary>
    public bool IsSecure { get; init; }

    /// <summary>Replicas that must confirm what is stored; 0 for none.</summary>
    public int Wait { get; init; } = 1;

    /// <summary>How long nodes may take to answer, a failover included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long changes may take to be confirmed: a failover takes longer, beyond what readers wait.</summary>
    public TimeSpan ChangeTimeout => 3 * Timeout;

    /// <summary>Bytes of memory for what was read.</summary>
    public long CacheSize { get; init; } = 256L << 20;

    /// <summary>Who to be there; null for the environment's, or the default user.</summary>
    public string? User { get; init; }

    /// <summary>What messages call it: without options, and it has no secrets.</summary>
    public string Display => $"{(IsSecure ? SecureScheme : Scheme)}{string.Join(',', Nodes)}/{Name}";

    /// <summary>Whether an address is one of a cluster.</summary>
    public static bool IsOne(string address) =>
        address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        || address.StartsWith(SecureScheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <exception cref="LibraryException">It is none.</exception>
    public static ClusterAddress Parse(string address)
    {
        var isSecure = address.StartsWith(SecureScheme, StringComparison.OrdinalIgnoreCase);
        var rest = address[(isSecure ? SecureScheme : Scheme).Length..];
        if (rest.Contains('@', StringComparison.Ordinal))
        {
            throw new LibraryException(
                "The address of the library has a user or password in it, which others on this machine could read: " +
                $"give the user as ?user=NAME and the password by {ClusterSecrets.PasswordVariable} or " +
                $"{ClusterSecrets.PasswordFileVariable}.");
        }

        var parts = Shape().Match(rest);
        if (!parts.Success || parts.Groups["name"].Length > NameMax)
        {
            throw new LibraryException(
                $"{address} is no address of a library in a cluster: expected {Scheme}HOST:PORT,HOST:PORT/NAME, " +
                $"the name of up to {NameMax} letters, digits, '-', '_' and '.'.");
        }

        var found = new ClusterAddress
        {
            Nodes = [.. parts.Groups["nodes"].Value.Split(',').Select(WithPort)],
            Name = parts.Groups["name"].Value,
            IsSecure = isSecure,
        };
        var options = parts.Groups["options"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries);
        return options.Aggregate(found, (so, option) => so.With(option));
    }

    private static string WithPort(string node) =>
        PortAtEnd().IsMatch(node) ? node : $"{node}:{DefaultPort}";

    private ClusterAddress With(string option)
    {
        var (name, value) = option.Split('=', 2) is [var key, var text]
            ? (key, Uri.UnescapeDataString(text))
            : ("", "");
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "wait" when isNumber && number <= 5 => this with { Wait = number },
            "timeout" when isNumber && number is >= 1 and <= 3600 =>
                this with { Timeout = TimeSpan.FromSeconds(number) },
            "cache" when isNumber && number is >= 1 and <= 1 << 20 => this with { CacheSize = (long)number << 20 },
            "user" when value.Length > 0 => this with { User = value },
            _ => throw new LibraryException(
                $"The address {Display} has an option {option.Split('=')[0]} that cannot be: expected wait (0 to 5), " +
                "timeout (1 to 3600 seconds), cache (MiB) or user."),
        };
    }

    [GeneratedRegex(@"^(?<nodes>[^,/?@\s]+(?:,[^,/?@\s]+)*)/(?<name>[A-Za-z0-9._-]+)(?:\?(?<options>\S*))?$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"(?<=[^:]|\]):\d+$")]
    private static partial Regex PortAtEnd();
}
