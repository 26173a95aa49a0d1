using Millrace.Spark.Sql;

namespace Millrace.Jobs.Cluster;

/// <summary>An open, checked connection to Spark for one run. Owns the session, and with it a Spark that was started here.</summary>
internal sealed class SparkLink : IAsyncDisposable
{
    /// <summary>The session.</summary>
    public required SparkSession Session { get; init; }

    /// <summary>The place in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>Tasks that run side by side.</summary>
    public required int Slots { get; init; }

    /// <summary>Limits of the engine in each worker.</summary>
    public required ExecutorLimits Limits { get; init; }

    /// <summary>What Spark tells of the running operation.</summary>
    public required SparkProgress Progress { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
