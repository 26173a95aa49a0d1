using Millrace.Jobs.Engine.DuckDb;
using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>The relation stage inside this process: one DuckDB instance with threads, which lives as long as the stage and spills.</summary>
internal sealed class DuckDbRelations : IRelationEngine
{
    private const string Operation = "joining tables";

    private readonly EngineOptions _options;
    private readonly DuckDbInstance _instance;
    private readonly DuckDbSession _session;

    private DuckDbRelations(EngineOptions options, DuckDbInstance instance)
    {
        _options = options;
        _instance = instance;
        _session = instance.Connect();
    }

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.DuckDb;

    /// <summary>Starts it.</summary>
    /// <exception cref="EngineException">DuckDB failed.</exception>
    public static DuckDbRelations Open(EngineOptions options)
    {
        try
        {
            return new DuckDbRelations(options, DuckDbInstance.Open(options, options.Threads));
        }
        catch (DuckDbException exception)
        {
            throw Relation.Failure(options, Operation, exception);
        }
    }

    /// <inheritdoc/>
    public Task RegisterAsync(string view, IReadOnlyList<string> files, CancellationToken cancellationToken) =>
        DefineAsync(view, $"SELECT * FROM {Relation.Source(files)}", cancellationToken);

    /// <inheritdoc/>
    public Task DefineAsync(string view, string query, CancellationToken cancellationToken) =>
        RunAsync(() => _session.Execute($"CREATE OR REPLACE TEMP VIEW {DuckDbSession.Name(view)} AS {query}", cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WriteAsync(string query, string folder, CancellationToken cancellationToken) => RunAsync<IReadOnlyList<string>>(() =>
    {
        Directory.CreateDirectory(folder);
        return [new ParquetCopy(_session, _options).Run(query, Path.Combine(folder, "part-00000.parquet"), cancellationToken).Path];
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<long[]>> ReadAsync(string query, CancellationToken cancellationToken) => RunAsync<IReadOnlyList<long[]>>(
        () => [.. SmallResult.Read(_session, query, cancellationToken).Select(row => Array.ConvertAll(row, value => (long)value!))]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        _instance.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> RunAsync<T>(Func<T> work)
    {
        try
        {
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (DuckDbException exception)
        {
            throw Relation.Failure(_options, Operation, exception);
        }
    }
}
