namespace Millrace.Spark.Sql.Streaming;

/// <content>Members that wait.</content>
public sealed partial class DataStreamWriter
{
    /// <inheritdoc cref="StartAsync(string?, CancellationToken)"/>
    public StreamingQuery Start(string? path = null) => Block.On(() => StartAsync(path, CancellationToken.None));

    /// <inheritdoc cref="ToTableAsync"/>
    public StreamingQuery ToTable(string tableName) => Block.On(() => ToTableAsync(tableName, CancellationToken.None));
}
