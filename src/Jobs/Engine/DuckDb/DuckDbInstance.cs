using System.Globalization;
using DuckDB.NET.Native;

namespace Millrace.Jobs.Engine.DuckDb;

/// <summary>A DuckDB database in memory with its limits. Thread-safe; its sessions are for one thread each and must be gone before it is disposed.</summary>
internal sealed class DuckDbInstance : IDisposable
{
    private readonly DuckDBDatabase _database;

    private DuckDbInstance(DuckDBDatabase database)
    {
        _database = database;
    }

    /// <summary>Opens an instance.</summary>
    /// <param name="options">Memory and where to spill.</param>
    /// <param name="threads">Threads of one statement, its caller's among them. With one, statements run on their callers' threads only.</param>
    /// <exception cref="DuckDbException">It cannot be opened.</exception>
    public static DuckDbInstance Open(EngineOptions options, int threads)
    {
        NativeHeap.LimitArenas();
        Directory.CreateDirectory(options.TempFolder);
        Check(NativeMethods.Configuration.DuckDBCreateConfig(out var config), "no configuration");
        using (config)
        {
            Set(config, "memory_limit", Bytes(options.MemoryBytes));
            Set(config, "threads", threads.ToString(CultureInfo.InvariantCulture));
            Set(config, "temp_directory", options.TempFolder);
            Set(config, "max_temp_directory_size", Bytes(options.TempBytes));
            Set(config, "autoinstall_known_extensions", "false");
            Set(config, "autoload_known_extensions", "false");
            Set(config, "allow_community_extensions", "false");
            Set(config, "preserve_insertion_order", "true");
            Set(config, "enable_external_file_cache", "false");
            var state = NativeMethods.Startup.DuckDBOpen(":memory:", out var database, config, out var error);
            Check(state, error ?? "not opened");
            return new DuckDbInstance(database);
        }
    }

    /// <summary>A connection of its own, which the caller disposes.</summary>
    /// <exception cref="DuckDbException">It cannot be opened.</exception>
    public DuckDbSession Connect()
    {
        Check(NativeMethods.Startup.DuckDBConnect(_database, out var connection), "no connection");
        var session = new DuckDbSession(connection);
        session.Execute("SET TimeZone = 'UTC'", CancellationToken.None);
        return session;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes}B");

    private static void Set(DuckDBConfig config, string name, string value) =>
        Check(NativeMethods.Configuration.DuckDBSetConfig(config, name, value), $"setting {name} refused");

    private static void Check(DuckDBState state, string words)
    {
        if (state != DuckDBState.Success)
        {
            throw new DuckDbException(DuckDBErrorType.Connection, words);
        }
    }
}
