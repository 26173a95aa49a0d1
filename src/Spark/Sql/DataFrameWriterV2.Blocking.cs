namespace Millrace.Spark.Sql;

/// <content>Members that wait.</content>
public sealed partial class DataFrameWriterV2
{
    /// <inheritdoc cref="CreateAsync"/>
    public void Create() => CreateAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="ReplaceAsync"/>
    public void Replace() => ReplaceAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CreateOrReplaceAsync"/>
    public void CreateOrReplace() => CreateOrReplaceAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="AppendAsync"/>
    public void Append() => AppendAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="OverwritePartitionsAsync"/>
    public void OverwritePartitions() => OverwritePartitionsAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="OverwriteAsync"/>
    public void Overwrite(Column condition) => OverwriteAsync(condition, CancellationToken.None).GetAwaiter().GetResult();
}
