namespace Earmark.Redis;

/// <summary>A segment that no longer counts, and that readers may still be reading.</summary>
/// <param name="Since">When it ceased to count, in UTC ticks of 100 ns.</param>
internal sealed record ClusterGarbage(ClusterExtent Extent, long Since)
{
    /// <summary>How long it stays for those who read it. They look for what is new every quarter of a second.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Whether it may go.</summary>
    public bool IsRipe(DateTimeOffset now) => now.UtcTicks - Since >= Grace.Ticks;
}
