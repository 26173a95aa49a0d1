namespace Millrace.Spark.Sql.Streaming;

/// <content>Members that wait.</content>
public sealed partial class StreamingQuery
{
    /// <inheritdoc cref="IsActiveAsync"/>
    public bool IsActive() => Block.On(() => IsActiveAsync(CancellationToken.None));

    /// <summary>Waits until the query ends.</summary>
    public void AwaitTermination() => Block.On(() => AwaitTerminationAsync(null, CancellationToken.None));

    /// <summary>Waits until the query ends, or a time is over, milliseconds; whether it ended.</summary>
    public bool AwaitTermination(long timeoutMs) =>
        Block.On(() => AwaitTerminationAsync(TimeSpan.FromMilliseconds(timeoutMs), CancellationToken.None));

    /// <inheritdoc cref="ProcessAllAvailableAsync"/>
    public void ProcessAllAvailable() => Block.On(() => ProcessAllAvailableAsync(CancellationToken.None));

    /// <inheritdoc cref="StopAsync"/>
    public void Stop() => Block.On(() => StopAsync(CancellationToken.None));

    /// <summary>Prints Spark's plan of the last batch.</summary>
    public void Explain(bool extended = false) => Console.WriteLine(Block.On(() => ExplainStringAsync(extended, CancellationToken.None)));

    /// <inheritdoc cref="ExceptionAsync"/>
    public StreamingQueryException? Exception() => Block.On(() => ExceptionAsync(CancellationToken.None));
}
