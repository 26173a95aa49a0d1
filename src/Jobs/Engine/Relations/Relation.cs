using DuckDB.NET.Native;
using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>Runs statements in which rows meet, in a DuckDB instance with threads that lives as long as they run.</summary>
internal static class Relation
{
    /// <summary>Runs work on a thread of its own.</summary>
    /// <exception cref="EngineException">DuckDB failed.</exception>
    public static async Task<T> RunAsync<T>(EngineOptions options, string operation, Func<DuckDbSession, T> work)
    {
        try
        {
            return await Task.Factory.StartNew(
                () =>
                {
                    using var instance = DuckDbInstance.Open(options, options.Threads);
                    using var session = instance.Connect();
                    return work(session);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        catch (DuckDbException exception)
        {
            throw Failure(options, operation, exception);
        }
    }

    /// <summary>The failure of an operation with what to do about it.</summary>
    public static EngineException Failure(EngineOptions options, string operation, DuckDbException exception) =>
        new(operation, (int)exception.Type, Reason(exception.Type, options), exception);

    private static string Reason(DuckDBErrorType type, EngineOptions options) => type switch
    {
        DuckDBErrorType.OutOfMemory =>
            $"{options.MemoryBytes >> 20} MiB of memory and {options.TempBytes >> 20} MiB in {options.TempFolder} do not suffice. Raise 'run.memory', or free disk space there",
        DuckDBErrorType.Io => $"a file could not be read or written, or the disk of {options.TempFolder} is full",
        _ => $"the engine failed ({type})",
    };

    /// <summary>The rows of Parquet files of ours.</summary>
    public static string Source(IEnumerable<string> files, string more = "") =>
        $"read_parquet({DuckDbSession.Files(files)}, hive_partitioning = false, union_by_name = false{more})";
}
