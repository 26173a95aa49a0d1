using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>The engine's word for having no more memory, as the runtime's: a worker tells both by one code.</summary>
internal static class EngineMemory
{
    /// <summary>Whether the engine's limit is behind a failure.</summary>
    public static bool HasRunOut(Exception? failure) =>
        failure is not null && (failure is DuckDbException { Type: DuckDB.NET.Native.DuckDBErrorType.OutOfMemory } || HasRunOut(failure.InnerException));
}
