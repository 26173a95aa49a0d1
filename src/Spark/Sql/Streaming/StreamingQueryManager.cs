namespace Millrace.Spark.Sql.Streaming;

/// <summary>The stream queries of a session. Thread-safe.</summary>
public sealed partial class StreamingQueryManager
{
    private readonly SparkSession _session;

    internal StreamingQueryManager(SparkSession session) => _session = session;

    /// <summary>The queries that run.</summary>
    public async Task<IReadOnlyList<StreamingQuery>> ActiveAsync(CancellationToken cancellationToken) =>
        [.. (await CommandAsync(new() { Active = true }, cancellationToken)).Active.ActiveQueries.Select(q => new StreamingQuery(_session, q.Id, q.Name))];

    /// <summary>The running query with an id; <see langword="null"/> if there is none.</summary>
    public async Task<StreamingQuery?> GetAsync(string id, CancellationToken cancellationToken) =>
        (await CommandAsync(new() { GetQuery = id }, cancellationToken)).Query is { Id: not null } q ? new StreamingQuery(_session, q.Id, q.Name) : null;

    /// <summary>Waits until one of the queries ends, or a time is over; whether one ended.</summary>
    /// <exception cref="SparkException">A query failed.</exception>
    public async Task<bool> AwaitAnyTerminationAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var wait = new Protos.StreamingQueryManagerCommand.Types.AwaitAnyTerminationCommand();
        if (timeout is { } limit)
        {
            wait.TimeoutMs = (long)limit.TotalMilliseconds;
        }

        return (await CommandAsync(new() { AwaitAnyTermination = wait }, cancellationToken)).AwaitAnyTermination?.Terminated ?? true;
    }

    /// <summary>Forgets queries that have ended, so that a new wait looks at later ones only.</summary>
    public Task ResetTerminatedAsync(CancellationToken cancellationToken) => CommandAsync(new() { ResetTerminated = true }, cancellationToken);

    private async Task<Protos.StreamingQueryManagerCommandResult> CommandAsync(
        Protos.StreamingQueryManagerCommand command, CancellationToken cancellationToken)
    {
        var results = await _session.ExecuteAsync(new() { StreamingQueryManagerCommand = command }, cancellationToken);
        return results.FirstOrDefault(static r => r.StreamingQueryManagerCommandResult is not null)?.StreamingQueryManagerCommandResult
            ?? new Protos.StreamingQueryManagerCommandResult();
    }
}
