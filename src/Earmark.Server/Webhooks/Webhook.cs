namespace Earmark.Server.Webhooks;

/// <summary>Where events are posted to, and the secret that they are signed with.</summary>
public sealed record Webhook(Uri Url, string Secret)
{
    /// <summary>Without the secret, and without what of the address may be one.</summary>
    public override string ToString() => Audio.AudioStream.NameOf(Url);
}
