namespace Millrace.Spark.Sql;

/// <content>Members that wait.</content>
public sealed partial class Builder
{
    /// <inheritdoc cref="GetOrCreateAsync"/>
    public SparkSession GetOrCreate() => Block.On(() => GetOrCreateAsync(CancellationToken.None));
}
