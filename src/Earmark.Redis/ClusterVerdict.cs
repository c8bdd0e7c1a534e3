namespace Earmark.Redis;

/// <summary>How something of a cluster is.</summary>
public enum ClusterVerdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and something may be lost or is not known.</summary>
    Warning,

    /// <summary>It does not work, or what is stored will be lost.</summary>
    Broken,
}
