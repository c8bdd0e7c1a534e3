using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Http;

/// <summary>Who may use the API: bearers of a key, and browsers that have shown one.</summary>
/// <remarks>
/// Only hashes are kept, and each is compared in constant time: how long a refusal takes says nothing. A browser gets a
/// cookie for its key, since it can give none along with sockets, pictures and sound.
/// </remarks>
internal sealed class ApiKeys(IReadOnlyList<string> keys, TimeProvider time)
{
    public const string Cookie = "earmark-session";

    private const int SessionsMax = 10_000;

    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    private readonly byte[][] _hashes = [.. keys.Select(Hash)];
    private readonly Dictionary<string, DateTimeOffset> _sessions = new(StringComparer.Ordinal);

    /// <summary>Whether any are demanded.</summary>
    public bool AreDemanded => _hashes.Length > 0;

    /// <summary>Whom a request comes from, as a name that is safe to keep; null where it shows no key.</summary>
    public string? Identify(HttpRequest request)
    {
        var shown = Shown(request);
        if (shown is not null && IsKey(shown))
        {
            return Convert.ToHexString(Hash(shown), 0, 8);
        }

        return request.Cookies[Cookie] is { } token && IsSession(token)
            ? Convert.ToHexString(Hash(token), 0, 8)
            : null;
    }

    /// <summary>Begins a session for a key; null where it is none.</summary>
    public string? Begin(string key)
    {
        if (!IsKey(key))
        {
            return null;
        }

        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        lock (_sessions)
        {
            var now = time.GetUtcNow();
            foreach (var (old, _) in _sessions.Where(session => session.Value < now).ToList())
            {
                _sessions.Remove(old);
            }

            if (_sessions.Count >= SessionsMax)
            {
                _sessions.Clear();
            }

            _sessions[NameOf(token)] = now + SessionLength;
        }

        return token;
    }

    /// <summary>Ends a session.</summary>
    public void End(string token)
    {
        lock (_sessions)
        {
            _sessions.Remove(NameOf(token));
        }
    }

    private static string? Shown(HttpRequest request)
    {
        const string Bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : request.Headers["X-Api-Key"].FirstOrDefault();
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static string NameOf(string token) => Convert.ToHexString(Hash(token));

    private bool IsKey(string shown)
    {
        var hash = Hash(shown);
        var isKey = false;
        foreach (var key in _hashes)
        {
            isKey |= CryptographicOperations.FixedTimeEquals(hash, key);
        }

        return isKey;
    }

    private bool IsSession(string token)
    {
        lock (_sessions)
        {
            return _sessions.TryGetValue(NameOf(token), out var end) && end >= time.GetUtcNow();
        }
    }
}
