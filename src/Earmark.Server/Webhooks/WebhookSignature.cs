using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Earmark.Server.Webhooks;

/// <summary>Signs what is posted, so that its receiver knows that it is from us and new.</summary>
/// <remarks>
/// <code>Earmark-Signature: t=1764230400,v1=hex of HMAC-SHA256(secret, "1764230400." + body)</code>
/// The time is signed, too: a receiver turns away what is older than some minutes. Source: RFC 2104.
/// </remarks>
internal static class WebhookSignature
{
    /// <summary>The header.</summary>
    public const string Header = "Earmark-Signature";

    /// <summary>Its value for a body that is posted now.</summary>
    public static string Of(ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{time}."), .. body];
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }
}
