using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql.Catalog;

/// <content>Members that wait.</content>
public sealed partial class Catalog
{
    /// <inheritdoc cref="CacheTableAsync"/>
    public void CacheTable(string tableName) => Block.On(() => CacheTableAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="ClearCacheAsync"/>
    public void ClearCache() => Block.On(() => ClearCacheAsync(CancellationToken.None));

    /// <inheritdoc cref="RecoverPartitionsAsync"/>
    public void RecoverPartitions(string tableName) => Block.On(() => RecoverPartitionsAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="RefreshByPathAsync"/>
    public void RefreshByPath(string path) => Block.On(() => RefreshByPathAsync(path, CancellationToken.None));

    /// <inheritdoc cref="RefreshTableAsync"/>
    public void RefreshTable(string tableName) => Block.On(() => RefreshTableAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="SetCurrentDatabaseAsync"/>
    public void SetCurrentDatabase(string dbName) => Block.On(() => SetCurrentDatabaseAsync(dbName, CancellationToken.None));

    /// <inheritdoc cref="SetCurrentCatalogAsync"/>
    public void SetCurrentCatalog(string catalogName) => Block.On(() => SetCurrentCatalogAsync(catalogName, CancellationToken.None));

    /// <inheritdoc cref="UncacheTableAsync"/>
    public void UncacheTable(string tableName) => Block.On(() => UncacheTableAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="CurrentDatabaseAsync(CancellationToken)"/>
    public string CurrentDatabase() => Block.On(() => CurrentDatabaseAsync(CancellationToken.None));

    /// <inheritdoc cref="CurrentCatalogAsync(CancellationToken)"/>
    public string CurrentCatalog() => Block.On(() => CurrentCatalogAsync(CancellationToken.None));

    /// <inheritdoc cref="DatabaseExistsAsync(string, CancellationToken)"/>
    public bool DatabaseExists(string dbName) => Block.On(() => DatabaseExistsAsync(dbName, CancellationToken.None));

    /// <inheritdoc cref="DropGlobalTempViewAsync(string, CancellationToken)"/>
    public bool DropGlobalTempView(string viewName) => Block.On(() => DropGlobalTempViewAsync(viewName, CancellationToken.None));

    /// <inheritdoc cref="DropTempViewAsync(string, CancellationToken)"/>
    public bool DropTempView(string viewName) => Block.On(() => DropTempViewAsync(viewName, CancellationToken.None));

    /// <inheritdoc cref="FunctionExistsAsync(string, CancellationToken)"/>
    public bool FunctionExists(string functionName) => Block.On(() => FunctionExistsAsync(functionName, CancellationToken.None));

    /// <inheritdoc cref="FunctionExistsAsync(string, string, CancellationToken)"/>
    public bool FunctionExists(string dbName, string functionName) => Block.On(() => FunctionExistsAsync(dbName, functionName, CancellationToken.None));

    /// <inheritdoc cref="IsCachedAsync(string, CancellationToken)"/>
    public bool IsCached(string tableName) => Block.On(() => IsCachedAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="TableExistsAsync(string, CancellationToken)"/>
    public bool TableExists(string tableName) => Block.On(() => TableExistsAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="TableExistsAsync(string, string, CancellationToken)"/>
    public bool TableExists(string dbName, string tableName) => Block.On(() => TableExistsAsync(dbName, tableName, CancellationToken.None));

    /// <inheritdoc cref="GetDatabaseAsync(string, CancellationToken)"/>
    public Database GetDatabase(string dbName) => Block.On(() => GetDatabaseAsync(dbName, CancellationToken.None));

    /// <inheritdoc cref="GetFunctionAsync(string, CancellationToken)"/>
    public Function GetFunction(string functionName) => Block.On(() => GetFunctionAsync(functionName, CancellationToken.None));

    /// <inheritdoc cref="GetFunctionAsync(string, string, CancellationToken)"/>
    public Function GetFunction(string dbName, string functionName) => Block.On(() => GetFunctionAsync(dbName, functionName, CancellationToken.None));

    /// <inheritdoc cref="GetTableAsync(string, CancellationToken)"/>
    public Table GetTable(string tableName) => Block.On(() => GetTableAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="GetTableAsync(string, string, CancellationToken)"/>
    public Table GetTable(string dbName, string tableName) => Block.On(() => GetTableAsync(dbName, tableName, CancellationToken.None));

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string path) =>
        Block.On(() => CreateTableAsync(tableName, path, null, null, null, new Dictionary<string, string>(), CancellationToken.None));

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string path, string source) =>
        Block.On(() => CreateTableAsync(tableName, path, source, null, null, new Dictionary<string, string>(), CancellationToken.None));

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, IDictionary<string, string> options) =>
        Block.On(() => CreateTableAsync(tableName, null, source, null, null, options, CancellationToken.None));

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, string description, IDictionary<string, string> options) =>
        Block.On(() => CreateTableAsync(tableName, null, source, null, description, options, CancellationToken.None));

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, StructType schema, IDictionary<string, string> options) =>
        Block.On(() => CreateTableAsync(tableName, null, source, schema, null, options, CancellationToken.None));

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, StructType schema, string description, IDictionary<string, string> options) =>
        Block.On(() => CreateTableAsync(tableName, null, source, schema, description, options, CancellationToken.None));
}
