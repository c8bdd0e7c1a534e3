using System.Security.Cryptography;
using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>Who we are to a cluster, out of the environment or a file; nothing of it is ever printed.</summary>
internal static class ClusterSecrets
{
    /// <summary>The variable that names the user.</summary>
    public const string UserVariable = "EARMARK_REDIS_USER";

    /// <summary>The variable that holds the password.</summary>
    public const string PasswordVariable = "EARMARK_REDIS_PASSWORD";

    /// <summary>The variable that names a file with the password, as secrets are mounted.</summary>
    public const string PasswordFileVariable = "EARMARK_REDIS_PASSWORD_FILE";

    /// <summary>The variable that names a file with the certificate of who signs the nodes', in PEM.</summary>
    public const string AuthorityVariable = "EARMARK_REDIS_CA";

    /// <summary>Adds what there is to the settings of a connection.</summary>
    /// <exception cref="LibraryException">A file that is named cannot be read, or is no certificate.</exception>
    public static void AddTo(ConfigurationOptions settings, ClusterAddress address)
    {
        settings.User = address.User ?? Value(UserVariable);
        settings.Password = Value(PasswordVariable) ?? FirstLine(Value(PasswordFileVariable));
        if (address.IsSecure && Value(AuthorityVariable) is { } authority)
        {
            Demand(authority, AuthorityVariable);
            try
            {
                settings.TrustIssuer(authority);
            }
            catch (CryptographicException e)
            {
                throw new LibraryException(
                    $"The file {authority} that {AuthorityVariable} names is no certificate " +
                    $"({e.Message.TrimEnd('.')}): give one in PEM, of who signed those of the nodes.",
                    e);
            }
        }
    }

    private static string? Value(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string? FirstLine(string? path)
    {
        if (path is null)
        {
            return null;
        }

        Demand(path, PasswordFileVariable);
        return File.ReadLines(path).FirstOrDefault("");
    }

    private static void Demand(string path, string variable)
    {
        try
        {
            File.OpenRead(path).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LibraryException(
                $"The file {path} that {variable} names cannot be read ({e.Message.TrimEnd('.')}): " +
                "give one that this user may read.",
                e);
        }
    }
}
