namespace Millrace.Jobs.Cluster;

/// <summary>Limits of the engine in a worker process; all tasks of the process share it.</summary>
/// <param name="EngineBytes">DuckDB's memory limit.</param>
internal sealed record ExecutorLimits(long EngineBytes);
