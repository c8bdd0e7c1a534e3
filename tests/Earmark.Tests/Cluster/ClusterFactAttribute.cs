namespace Earmark.Tests.Cluster;

/// <summary>A test that needs Redis: skipped, and said so, only where there is none; never in CI.</summary>
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute()
    {
        if (!RedisNode.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "There is no redis-server: install it (Debian: apt-get install redis-server) to test clusters.";
        }
    }
}
