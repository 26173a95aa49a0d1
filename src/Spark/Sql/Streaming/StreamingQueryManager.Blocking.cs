namespace Millrace.Spark.Sql.Streaming;

/// <content>Members that wait.</content>
public sealed partial class StreamingQueryManager
{
    /// <inheritdoc cref="ActiveAsync"/>
    public IEnumerable<StreamingQuery> Active() => ActiveAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="GetAsync"/>
    public StreamingQuery? Get(string id) => GetAsync(id, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Waits until one of the queries ends.</summary>
    public void AwaitAnyTermination() => AwaitAnyTerminationAsync(null, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Waits until one of the queries ends, or a time is over, milliseconds.</summary>
    public void AwaitAnyTermination(long timeoutMs) =>
        AwaitAnyTerminationAsync(TimeSpan.FromMilliseconds(timeoutMs), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="ResetTerminatedAsync"/>
    public void ResetTerminated() => ResetTerminatedAsync(CancellationToken.None).GetAwaiter().GetResult();
}
