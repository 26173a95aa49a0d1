using Millrace.Spark.Worker;

namespace Millrace.Spark.Sql;

/// <content>The application whose functions run in executors.</content>
public sealed partial class SparkSession
{
    private WorkerApplication? _worker;

    /// <summary>The application whose functions this session runs in executors; <see langword="null"/> before <see cref="UseWorkerAsync"/>.</summary>
    public WorkerApplication? Worker => Volatile.Read(ref _worker);

    /// <summary>
    /// Makes this session's executors start an application for functions: sets <c>spark.sql.execution.pyspark.python</c> and what belongs to it. Other
    /// sessions keep their own. Call it before the first function runs.
    /// </summary>
    /// <exception cref="ArgumentException">The description is not complete.</exception>
    /// <exception cref="SparkException">The server refuses the settings.</exception>
    public async Task UseWorkerAsync(WorkerApplication application, CancellationToken cancellationToken)
    {
        var set = new Protos.ConfigRequest.Types.Set();
        foreach ((string key, string value) in application.Settings())
        {
            set.Pairs.Add(new Protos.KeyValue { Key = key, Value = value });
        }

        await Client.ConfigAsync(new() { Set = set }, cancellationToken);
        Volatile.Write(ref _worker, application);
    }

    internal WorkerApplication WorkerOrThrow() => Worker ?? throw new InvalidOperationException(
        "The session has no worker application: call SparkSession.UseWorkerAsync, or Builder.Worker, with the executable that Spark can start.");
}
