using System.Security.Authentication;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>What nodes refuse and how they fail, as sentences.</summary>
internal static class ClusterFault
{
    private const string Grant =
        "grant GET, SET, DEL, UNLINK, EXISTS, RPUSH, LRANGE, LTRIM, WATCH, UNWATCH, MULTI, EXEC and WAIT on keys e* " +
        "to it.";

    // The client library says "Key has MOVED" and "Endpoint …" where a node has named another.
    private static readonly string[] Passing =
    [
        "CLUSTERDOWN", "MOVED", "ASK", "TRYAGAIN", "LOADING", "READONLY", "MASTERDOWN", "NOREPLICAS", "UNBLOCKED",
        "EXECABORT", "Key has MOVED", "Endpoint",
    ];

    /// <summary>Whether it may well be over soon, as a failover is.</summary>
    public static bool MayPass(Exception exception) => exception switch
    {
        RedisServerException server => Passing.Any(word => server.Message.StartsWith(word, StringComparison.Ordinal)),
        RedisConnectionException connection => connection.FailureType != ConnectionFailureType.AuthenticationFailure,
        RedisCommandException or RedisTimeoutException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Whether WAIT was refused, or given up, as the node has become a replica.</summary>
    public static bool IsOfReplica(RedisServerException exception) =>
        exception.Message.Contains("WAIT", StringComparison.Ordinal)
        || Is(exception, "UNBLOCKED");

    /// <summary>Whether a transaction was not done, as one of its commands was refused.</summary>
    public static bool IsAborted(RedisServerException exception) => Is(exception, "EXECABORT");

    /// <summary>What to throw instead.</summary>
    public static LibraryException Explain(Exception exception, ClusterAddress address)
    {
        var said = exception.Message.Split('\n')[0].TrimEnd('.', ' ', '\r');
        var message = exception switch
        {
            RedisConnectionException { InnerException: AuthenticationException e } =>
                $"The nodes of the library {address.Display} show a certificate that is not trusted " +
                $"({e.Message.TrimEnd('.')}): name the file with the certificate of who signed it by " +
                $"{ClusterSecrets.AuthorityVariable}, and the nodes as theirs do.",
            RedisConnectionException
            {
                FailureType: ConnectionFailureType.AuthenticationFailure, InnerException: IOException,
            } => $"The nodes of the library {address.Display} do not speak TLS: give an address that begins with " +
                $"{ClusterAddress.Scheme}, or set them up for it.",
            RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => Refused(address),
            RedisConnectionException { FailureType: ConnectionFailureType.UnableToConnect } =>
                $"None of the nodes that {address.Display} names can be reached: check that they run, and their " +
                $"addresses; those that speak TLS only want {ClusterAddress.SecureScheme}.",
            RedisServerException e when Is(e, "NOAUTH") || Is(e, "WRONGPASS") => Refused(address),
            RedisServerException e when Is(e, "NOPERM") || IsAborted(e) =>
                $"The cluster of the library {address.Display} does not let this user do that ({said}): {Grant}",
            RedisServerException e when Is(e, "OOM") =>
                $"The cluster of the library {address.Display} has no memory left: add memory or nodes; " +
                "nothing that was stored is lost.",
            RedisServerException e when Is(e, "MISCONF") =>
                $"A node of the library {address.Display} cannot save its data and so takes no more ({said}): " +
                "free its disk, or change its settings.",
            RedisServerException e when Is(e, "CLUSTERDOWN") =>
                $"The cluster of the library {address.Display} is down in part, and some of its slots are nobody's: " +
                "start the nodes that are missing; `earmark doctor` says more.",
            RedisServerException => $"A node of the library {address.Display} refused ({said}): " +
                "`earmark doctor` says what it lacks.",

            // The client library says here how it is with itself, at length: that is for the trace.
            _ => $"The library {address.Display} did not answer within {address.Timeout.TotalSeconds:0} s: " +
                "check that the nodes of its cluster run and can be reached; nothing that was stored is lost.",
        };
        return new LibraryException(message, exception) { IsPassing = MayPass(exception) };
    }

    /// <summary>What to throw where a library that was made is not there.</summary>
    public static LibraryException NotMade(ClusterAddress address) => new(
        $"The cluster of the library {address.Display} let this user make nothing: {Grant}");

    private static bool Is(RedisServerException exception, string code) =>
        exception.Message.StartsWith(code, StringComparison.Ordinal);

    private static string Refused(ClusterAddress address) =>
        $"The cluster of the library {address.Display} does not know this user or password: set " +
        $"{ClusterSecrets.UserVariable} and {ClusterSecrets.PasswordVariable}, " +
        $"or {ClusterSecrets.PasswordFileVariable}.";
}
