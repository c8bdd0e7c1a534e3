using StackExchange.Redis;

namespace Earmark.Redis;

/// <summary>A value of a segment.</summary>
/// <param name="Kind">One of <see cref="ClusterKeys"/>.</param>
internal readonly record struct CacheKey(long SegmentId, byte Kind, int Number)
{
    /// <summary>Its name in the cluster.</summary>
    public RedisKey ToRedis() => ClusterKeys.Of(Kind, SegmentId, Number);
}
