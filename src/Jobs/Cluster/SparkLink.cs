using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster;

/// <summary>An open, checked connection to Spark for one run. Owns the session, and with it a Spark that was started here.</summary>
internal sealed class SparkLink : IAsyncDisposable
{
    /// <summary>The session.</summary>
    public required SparkSession Session { get; init; }

    /// <summary>The place in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>Says, while this link is open, which session works for the run folder.</summary>
    public required SessionNote Note { get; init; }

    /// <summary>All that a worker process may use; null where there is no limit.</summary>
    public required long? WorkerBytes { get; init; }

    /// <summary>Tasks that run side by side.</summary>
    public required int Slots { get; init; }

    /// <summary>Limits of the engine in each worker.</summary>
    public required ExecutorLimits Limits { get; init; }

    /// <summary>What Spark tells of the running operation.</summary>
    public required SparkProgress Progress { get; init; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        Note.Forget();
    }
}
