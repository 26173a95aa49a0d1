namespace Millrace.Spark.Sql.Streaming;

/// <content>Members that wait.</content>
public sealed partial class StreamingQueryManager
{
    /// <inheritdoc cref="ActiveAsync"/>
    public IEnumerable<StreamingQuery> Active() => Block.On(() => ActiveAsync(CancellationToken.None));

    /// <inheritdoc cref="GetAsync"/>
    public StreamingQuery? Get(string id) => Block.On(() => GetAsync(id, CancellationToken.None));

    /// <summary>Waits until one of the queries ends.</summary>
    public void AwaitAnyTermination() => Block.On(() => AwaitAnyTerminationAsync(null, CancellationToken.None));

    /// <summary>Waits until one of the queries ends, or a time is over, milliseconds.</summary>
    public void AwaitAnyTermination(long timeoutMs) =>
        Block.On(() => AwaitAnyTerminationAsync(TimeSpan.FromMilliseconds(timeoutMs), CancellationToken.None));

    /// <inheritdoc cref="ResetTerminatedAsync"/>
    public void ResetTerminated() => Block.On(() => ResetTerminatedAsync(CancellationToken.None));
}
