namespace Millrace.Spark.Tests.Worker;

/// <summary>Tests that share one <see cref="LocalCluster"/>, which lives as long as they run.</summary>
[CollectionDefinition(Name)]
public sealed class LocalClusterCollection : ICollectionFixture<LocalCluster>
{
    public const string Name = "local cluster";
}
