namespace Earmark.Redis;

/// <summary>A segment that was being written may be lost in part, or was taken for abandoned: begin anew.</summary>
internal sealed class LostSegmentException(string message) : Exception(message);
