namespace Earmark.Audio;

/// <summary>
/// A file or stream that cannot be used as audio. The message is one sentence: what was found, what was expected
/// and what to do.
/// </summary>
public sealed class AudioException : Exception
{
    /// <inheritdoc/>
    public AudioException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public AudioException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
