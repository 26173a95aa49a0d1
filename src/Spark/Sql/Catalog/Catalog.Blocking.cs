using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql.Catalog;

/// <content>Members that wait.</content>
public sealed partial class Catalog
{
    /// <inheritdoc cref="CacheTableAsync"/>
    public void CacheTable(string tableName) => CacheTableAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="ClearCacheAsync"/>
    public void ClearCache() => ClearCacheAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="RecoverPartitionsAsync"/>
    public void RecoverPartitions(string tableName) => RecoverPartitionsAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="RefreshByPathAsync"/>
    public void RefreshByPath(string path) => RefreshByPathAsync(path, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="RefreshTableAsync"/>
    public void RefreshTable(string tableName) => RefreshTableAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="SetCurrentDatabaseAsync"/>
    public void SetCurrentDatabase(string dbName) => SetCurrentDatabaseAsync(dbName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="SetCurrentCatalogAsync"/>
    public void SetCurrentCatalog(string catalogName) => SetCurrentCatalogAsync(catalogName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="UncacheTableAsync"/>
    public void UncacheTable(string tableName) => UncacheTableAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CurrentDatabaseAsync(CancellationToken)"/>
    public string CurrentDatabase() => CurrentDatabaseAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CurrentCatalogAsync(CancellationToken)"/>
    public string CurrentCatalog() => CurrentCatalogAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="DatabaseExistsAsync(string, CancellationToken)"/>
    public bool DatabaseExists(string dbName) => DatabaseExistsAsync(dbName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="DropGlobalTempViewAsync(string, CancellationToken)"/>
    public bool DropGlobalTempView(string viewName) => DropGlobalTempViewAsync(viewName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="DropTempViewAsync(string, CancellationToken)"/>
    public bool DropTempView(string viewName) => DropTempViewAsync(viewName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="FunctionExistsAsync(string, CancellationToken)"/>
    public bool FunctionExists(string functionName) => FunctionExistsAsync(functionName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="FunctionExistsAsync(string, string, CancellationToken)"/>
    public bool FunctionExists(string dbName, string functionName) => FunctionExistsAsync(dbName, functionName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="IsCachedAsync(string, CancellationToken)"/>
    public bool IsCached(string tableName) => IsCachedAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="TableExistsAsync(string, CancellationToken)"/>
    public bool TableExists(string tableName) => TableExistsAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="TableExistsAsync(string, string, CancellationToken)"/>
    public bool TableExists(string dbName, string tableName) => TableExistsAsync(dbName, tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="GetDatabaseAsync(string, CancellationToken)"/>
    public Database GetDatabase(string dbName) => GetDatabaseAsync(dbName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="GetFunctionAsync(string, CancellationToken)"/>
    public Function GetFunction(string functionName) => GetFunctionAsync(functionName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="GetFunctionAsync(string, string, CancellationToken)"/>
    public Function GetFunction(string dbName, string functionName) => GetFunctionAsync(dbName, functionName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="GetTableAsync(string, CancellationToken)"/>
    public Table GetTable(string tableName) => GetTableAsync(tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="GetTableAsync(string, string, CancellationToken)"/>
    public Table GetTable(string dbName, string tableName) => GetTableAsync(dbName, tableName, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string path) =>
        CreateTableAsync(tableName, path, null, null, null, new Dictionary<string, string>(), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string path, string source) =>
        CreateTableAsync(tableName, path, source, null, null, new Dictionary<string, string>(), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, IDictionary<string, string> options) =>
        CreateTableAsync(tableName, null, source, null, null, options, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, string description, IDictionary<string, string> options) =>
        CreateTableAsync(tableName, null, source, null, description, options, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, StructType schema, IDictionary<string, string> options) =>
        CreateTableAsync(tableName, null, source, schema, null, options, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="CreateTableAsync"/>
    public DataFrame CreateTable(string tableName, string source, StructType schema, string description, IDictionary<string, string> options) =>
        CreateTableAsync(tableName, null, source, schema, description, options, CancellationToken.None).GetAwaiter().GetResult();
}
