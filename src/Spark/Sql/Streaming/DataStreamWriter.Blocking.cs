namespace Millrace.Spark.Sql.Streaming;

/// <content>Members that wait.</content>
public sealed partial class DataStreamWriter
{
    /// <inheritdoc cref="StartAsync(string?, CancellationToken)"/>
    public StreamingQuery Start(string? path = null) => StartAsync(path, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="ToTableAsync"/>
    public StreamingQuery ToTable(string tableName) => ToTableAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();
}
