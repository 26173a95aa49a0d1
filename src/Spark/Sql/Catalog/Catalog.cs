using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql.Catalog;

/// <summary>Databases, tables, views and functions, as a session sees them. Thread-safe.</summary>
public sealed partial class Catalog
{
    private readonly SparkSession _session;

    internal Catalog(SparkSession session) => _session = session;

    /// <summary>The columns of a table.</summary>
    public DataFrame ListColumns(string tableName) => Rows(new() { ListColumns = new() { TableName = tableName } });

    /// <summary>The columns of a table of a database.</summary>
    public DataFrame ListColumns(string dbName, string tableName) => Rows(new() { ListColumns = new() { TableName = tableName, DbName = dbName } });

    /// <summary>The databases.</summary>
    public DataFrame ListDatabases() => Rows(new() { ListDatabases = new() });

    /// <summary>The catalogs.</summary>
    public DataFrame ListCatalogs() => Rows(new() { ListCatalogs = new() });

    /// <summary>The functions.</summary>
    public DataFrame ListFunctions() => Rows(new() { ListFunctions = new() });

    /// <summary>The functions of a database.</summary>
    public DataFrame ListFunctions(string dbName) => Rows(new() { ListFunctions = new() { DbName = dbName } });

    /// <summary>The tables and views.</summary>
    public DataFrame ListTables() => Rows(new() { ListTables = new() });

    /// <summary>The tables and views of a database.</summary>
    public DataFrame ListTables(string dbName) => Rows(new() { ListTables = new() { DbName = dbName } });

    /// <summary>Keeps a table in memory.</summary>
    public Task CacheTableAsync(string tableName, CancellationToken cancellationToken) => RunAsync(new() { CacheTable = new() { TableName = tableName } }, cancellationToken);

    /// <summary>Drops all tables kept in memory.</summary>
    public Task ClearCacheAsync(CancellationToken cancellationToken) => RunAsync(new() { ClearCache = new() }, cancellationToken);

    /// <summary>Finds the partitions that lie in a table's folder.</summary>
    public Task RecoverPartitionsAsync(string tableName, CancellationToken cancellationToken) => RunAsync(new() { RecoverPartitions = new() { TableName = tableName } }, cancellationToken);

    /// <summary>Forgets what is known about files under a path.</summary>
    public Task RefreshByPathAsync(string path, CancellationToken cancellationToken) => RunAsync(new() { RefreshByPath = new() { Path = path } }, cancellationToken);

    /// <summary>Forgets what is known about a table's files.</summary>
    public Task RefreshTableAsync(string tableName, CancellationToken cancellationToken) => RunAsync(new() { RefreshTable = new() { TableName = tableName } }, cancellationToken);

    /// <summary>Makes a database the current one.</summary>
    public Task SetCurrentDatabaseAsync(string dbName, CancellationToken cancellationToken) => RunAsync(new() { SetCurrentDatabase = new() { DbName = dbName } }, cancellationToken);

    /// <summary>Makes a catalog the current one.</summary>
    public Task SetCurrentCatalogAsync(string catalogName, CancellationToken cancellationToken) => RunAsync(new() { SetCurrentCatalog = new() { CatalogName = catalogName } }, cancellationToken);

    /// <summary>Drops a table from memory.</summary>
    public Task UncacheTableAsync(string tableName, CancellationToken cancellationToken) => RunAsync(new() { UncacheTable = new() { TableName = tableName } }, cancellationToken);

    /// <summary>The current database.</summary>
    public Task<string> CurrentDatabaseAsync(CancellationToken cancellationToken) => ValueAsync<string>(new() { CurrentDatabase = new() }, cancellationToken);

    /// <summary>The current catalog.</summary>
    public Task<string> CurrentCatalogAsync(CancellationToken cancellationToken) => ValueAsync<string>(new() { CurrentCatalog = new() }, cancellationToken);

    /// <summary>Whether a database is there.</summary>
    public Task<bool> DatabaseExistsAsync(string dbName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { DatabaseExists = new() { DbName = dbName } }, cancellationToken);

    /// <summary>Drops a view of all sessions; whether it was there.</summary>
    public Task<bool> DropGlobalTempViewAsync(string viewName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { DropGlobalTempView = new() { ViewName = viewName } }, cancellationToken);

    /// <summary>Drops a view of this session; whether it was there.</summary>
    public Task<bool> DropTempViewAsync(string viewName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { DropTempView = new() { ViewName = viewName } }, cancellationToken);

    /// <summary>Whether a function is there.</summary>
    public Task<bool> FunctionExistsAsync(string functionName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { FunctionExists = new() { FunctionName = functionName } }, cancellationToken);

    /// <summary>Whether a function is in a database.</summary>
    public Task<bool> FunctionExistsAsync(string dbName, string functionName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { FunctionExists = new() { FunctionName = functionName, DbName = dbName } }, cancellationToken);

    /// <summary>Whether a table is kept in memory.</summary>
    public Task<bool> IsCachedAsync(string tableName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { IsCached = new() { TableName = tableName } }, cancellationToken);

    /// <summary>Whether a table or view is there.</summary>
    public Task<bool> TableExistsAsync(string tableName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { TableExists = new() { TableName = tableName } }, cancellationToken);

    /// <summary>Whether a table or view is in a database.</summary>
    public Task<bool> TableExistsAsync(string dbName, string tableName, CancellationToken cancellationToken) => ValueAsync<bool>(new() { TableExists = new() { TableName = tableName, DbName = dbName } }, cancellationToken);

    /// <summary>A database.</summary>
    /// <exception cref="AnalysisException">It is not there.</exception>
    public async Task<Database> GetDatabaseAsync(string dbName, CancellationToken cancellationToken) =>
        new((await Rows(new() { GetDatabase = new() { DbName = dbName } }).FirstAsync(cancellationToken))!);

    /// <summary>A function.</summary>
    /// <exception cref="AnalysisException">It is not there.</exception>
    public async Task<Function> GetFunctionAsync(string functionName, CancellationToken cancellationToken) =>
        new((await Rows(new() { GetFunction = new() { FunctionName = functionName } }).FirstAsync(cancellationToken))!);

    /// <summary>A function of a database.</summary>
    /// <exception cref="AnalysisException">It is not there.</exception>
    public async Task<Function> GetFunctionAsync(string dbName, string functionName, CancellationToken cancellationToken) =>
        new((await Rows(new() { GetFunction = new() { FunctionName = functionName, DbName = dbName } }).FirstAsync(cancellationToken))!);

    /// <summary>A table or view.</summary>
    /// <exception cref="AnalysisException">It is not there.</exception>
    public async Task<Table> GetTableAsync(string tableName, CancellationToken cancellationToken) =>
        new((await Rows(new() { GetTable = new() { TableName = tableName } }).FirstAsync(cancellationToken))!);

    /// <summary>A table or view of a database.</summary>
    /// <exception cref="AnalysisException">It is not there.</exception>
    public async Task<Table> GetTableAsync(string dbName, string tableName, CancellationToken cancellationToken) =>
        new((await Rows(new() { GetTable = new() { TableName = tableName, DbName = dbName } }).FirstAsync(cancellationToken))!);

    /// <summary>Makes a table over files or another source, and gives it.</summary>
    /// <param name="tableName">Its name.</param>
    /// <param name="path">Where its files lie; <see langword="null"/>: where the catalog says.</param>
    /// <param name="source">Its format; <see langword="null"/>: the default one.</param>
    /// <param name="schema">Its columns; <see langword="null"/>: found out.</param>
    /// <param name="description">A comment; <see langword="null"/>: none.</param>
    /// <param name="options">Options of the source.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<DataFrame> CreateTableAsync(
        string tableName, string? path, string? source, StructType? schema, string? description, IDictionary<string, string> options,
        CancellationToken cancellationToken)
    {
        var command = new Protos.CreateTable { TableName = tableName };
        command.Options.Add(options);
        if (path is not null)
        {
            command.Path = path;
        }

        if (source is not null)
        {
            command.Source = source;
        }

        if (description is not null)
        {
            command.Description = description;
        }

        if (schema is not null)
        {
            command.Schema = ProtoTypes.Write(schema);
        }

        await RunAsync(new() { CreateTable = command }, cancellationToken);
        return _session.Table(tableName);
    }

    private DataFrame Rows(Protos.Catalog command) => new(_session, new() { Catalog = command });

    private async Task RunAsync(Protos.Catalog command, CancellationToken cancellationToken) => await Rows(command).CollectAsync(cancellationToken);

    private async Task<T> ValueAsync<T>(Protos.Catalog command, CancellationToken cancellationToken) =>
        (await Rows(command).FirstAsync(cancellationToken))!.GetAs<T>(0);
}
