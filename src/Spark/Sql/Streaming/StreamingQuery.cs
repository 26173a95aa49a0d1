namespace Millrace.Spark.Sql.Streaming;

/// <summary>A stream query that was started; it runs on the server until it is stopped or fails. Thread-safe.</summary>
public sealed partial class StreamingQuery
{
    private readonly SparkSession _session;
    private readonly Protos.StreamingQueryInstanceId _id;

    internal StreamingQuery(SparkSession session, Protos.StreamingQueryInstanceId id, string name)
    {
        _session = session;
        _id = id;
        Name = name;
    }

    /// <summary>The query's name; empty if it has none.</summary>
    public string Name { get; }

    /// <summary>The query's id, the same after a restart from its checkpoint.</summary>
    public string Id => _id.Id;

    /// <summary>The id of this run.</summary>
    public string RunId => _id.RunId;

    /// <summary>Whether the query runs.</summary>
    public async Task<bool> IsActiveAsync(CancellationToken cancellationToken) =>
        (await CommandAsync(new() { Status = true }, cancellationToken)).Status.IsActive;

    /// <summary>What the query does now, in words.</summary>
    public async Task<string> StatusMessageAsync(CancellationToken cancellationToken) =>
        (await CommandAsync(new() { Status = true }, cancellationToken)).Status.StatusMessage;

    /// <summary>The last batches as Spark reports them, JSON.</summary>
    public async Task<IReadOnlyList<string>> RecentProgressAsync(CancellationToken cancellationToken) =>
        (await CommandAsync(new() { RecentProgress = true }, cancellationToken)).RecentProgress.RecentProgressJson;

    /// <summary>Waits until the query ends, or a time is over; whether it ended.</summary>
    /// <exception cref="SparkException">The query failed.</exception>
    public async Task<bool> AwaitTerminationAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var wait = new Protos.StreamingQueryCommand.Types.AwaitTerminationCommand();
        if (timeout is { } limit)
        {
            wait.TimeoutMs = (long)limit.TotalMilliseconds;
        }

        return (await CommandAsync(new() { AwaitTermination = wait }, cancellationToken)).AwaitTermination?.Terminated ?? true;
    }

    /// <summary>Waits until all rows that are there now are written.</summary>
    public Task ProcessAllAvailableAsync(CancellationToken cancellationToken) => CommandAsync(new() { ProcessAllAvailable = true }, cancellationToken);

    /// <summary>Stops the query.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => CommandAsync(new() { Stop = true }, cancellationToken);

    /// <summary>Spark's plan of the last batch as text.</summary>
    public async Task<string> ExplainStringAsync(bool extended, CancellationToken cancellationToken) =>
        (await CommandAsync(new() { Explain = new() { Extended = extended } }, cancellationToken)).Explain.Result;

    /// <summary>Why the query failed; <see langword="null"/> if it did not.</summary>
    public async Task<StreamingQueryException?> ExceptionAsync(CancellationToken cancellationToken)
    {
        var exception = (await CommandAsync(new() { Exception = true }, cancellationToken)).Exception;
        return exception is { HasExceptionMessage: true }
            ? new StreamingQueryException(exception.ExceptionMessage, SparkError.None with { ErrorClass = exception.ErrorClass, Message = exception.ExceptionMessage })
            : null;
    }

    private async Task<Protos.StreamingQueryCommandResult> CommandAsync(Protos.StreamingQueryCommand command, CancellationToken cancellationToken)
    {
        command.QueryId = _id;
        var results = await _session.ExecuteAsync(new() { StreamingQueryCommand = command }, cancellationToken);
        return results.FirstOrDefault(static r => r.StreamingQueryCommandResult is not null)?.StreamingQueryCommandResult
            ?? new Protos.StreamingQueryCommandResult();
    }
}
