namespace Earmark.Tests.Cluster;

/// <summary>Tests that share one cluster, one after the other: it is not theirs to break.</summary>
[CollectionDefinition(Name)]
public sealed class SharedCluster : ICollectionFixture<TestCluster>
{
    public const string Name = "cluster";
}
