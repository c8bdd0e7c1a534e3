namespace Earmark.Tests.Server.Webhooks;

/// <summary>What was posted.</summary>
internal sealed record HookRequest(string Id, string Signature, string Body);
