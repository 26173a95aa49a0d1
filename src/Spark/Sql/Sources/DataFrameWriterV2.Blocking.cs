namespace Millrace.Spark.Sql;

/// <content>Members that wait.</content>
public sealed partial class DataFrameWriterV2
{
    /// <inheritdoc cref="CreateAsync"/>
    public void Create() => Block.On(() => CreateAsync(CancellationToken.None));

    /// <inheritdoc cref="ReplaceAsync"/>
    public void Replace() => Block.On(() => ReplaceAsync(CancellationToken.None));

    /// <inheritdoc cref="CreateOrReplaceAsync"/>
    public void CreateOrReplace() => Block.On(() => CreateOrReplaceAsync(CancellationToken.None));

    /// <inheritdoc cref="AppendAsync"/>
    public void Append() => Block.On(() => AppendAsync(CancellationToken.None));

    /// <inheritdoc cref="OverwritePartitionsAsync"/>
    public void OverwritePartitions() => Block.On(() => OverwritePartitionsAsync(CancellationToken.None));

    /// <inheritdoc cref="OverwriteAsync"/>
    public void Overwrite(Column condition) => Block.On(() => OverwriteAsync(condition, CancellationToken.None));
}
