namespace Millrace.Spark.Sql.Streaming;

/// <content>Members that wait.</content>
public sealed partial class StreamingQuery
{
    /// <inheritdoc cref="IsActiveAsync"/>
    public bool IsActive() => IsActiveAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Waits until the query ends.</summary>
    public void AwaitTermination() => AwaitTerminationAsync(null, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Waits until the query ends, or a time is over, milliseconds; whether it ended.</summary>
    public bool AwaitTermination(long timeoutMs) =>
        AwaitTerminationAsync(TimeSpan.FromMilliseconds(timeoutMs), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="ProcessAllAvailableAsync"/>
    public void ProcessAllAvailable() => ProcessAllAvailableAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="StopAsync"/>
    public void Stop() => StopAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Prints Spark's plan of the last batch.</summary>
    public void Explain(bool extended = false) => Console.WriteLine(ExplainStringAsync(extended, CancellationToken.None).GetAwaiter().GetResult());

    /// <inheritdoc cref="ExceptionAsync"/>
    public StreamingQueryException? Exception() => ExceptionAsync(CancellationToken.None).GetAwaiter().GetResult();
}
