namespace Earmark.Server;

/// <summary>A server that cannot start as asked. The message is for people: what was found, what to do.</summary>
public sealed class ServerException : Exception
{
    /// <inheritdoc/>
    public ServerException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public ServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
