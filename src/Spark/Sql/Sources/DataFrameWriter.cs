using System.Globalization;

namespace Millrace.Spark.Sql;

/// <summary>Describes where rows are written; <c>Save</c> and its like write. Not thread-safe.</summary>
public sealed partial class DataFrameWriter
{
    private readonly DataFrame _input;
    private readonly Protos.WriteOperation _operation;

    internal DataFrameWriter(DataFrame input)
    {
        _input = input;
        _operation = new() { Input = input.Relation, Mode = Protos.WriteOperation.Types.SaveMode.ErrorIfExists };
    }

    /// <summary>What to do if the target exists.</summary>
    public DataFrameWriter Mode(SaveMode saveMode)
    {
        _operation.Mode = saveMode switch
        {
            SaveMode.Append => Protos.WriteOperation.Types.SaveMode.Append,
            SaveMode.Overwrite => Protos.WriteOperation.Types.SaveMode.Overwrite,
            SaveMode.Ignore => Protos.WriteOperation.Types.SaveMode.Ignore,
            _ => Protos.WriteOperation.Types.SaveMode.ErrorIfExists,
        };
        return this;
    }

    /// <summary>What to do if the target exists: <c>append</c>, <c>overwrite</c>, <c>ignore</c>, <c>error</c>.</summary>
    public DataFrameWriter Mode(string saveMode) => Mode(saveMode.ToLowerInvariant() switch
    {
        "append" => SaveMode.Append,
        "overwrite" => SaveMode.Overwrite,
        "ignore" => SaveMode.Ignore,
        "error" or "errorifexists" or "default" => SaveMode.ErrorIfExists,
        _ => throw new ArgumentException("The mode is append, overwrite, ignore or error.", nameof(saveMode)),
    });

    /// <summary>The target's format, as <c>parquet</c>.</summary>
    public DataFrameWriter Format(string source)
    {
        _operation.Source = source;
        return this;
    }

    /// <summary>An option of the target.</summary>
    public DataFrameWriter Option(string key, string value)
    {
        _operation.Options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriter Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriter Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriter Option(string key, double value) => Option(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Options of the target.</summary>
    public DataFrameWriter Options(Dictionary<string, string> options)
    {
        foreach ((string key, string value) in options)
        {
            Option(key, value);
        }

        return this;
    }

    /// <summary>A folder for each combination of values.</summary>
    public DataFrameWriter PartitionBy(params string[] colNames)
    {
        _operation.PartitioningColumns.Clear();
        _operation.PartitioningColumns.AddRange(colNames);
        return this;
    }

    /// <summary>Rows spread over a fixed number of files by hash of columns; for tables.</summary>
    public DataFrameWriter BucketBy(int numBuckets, string colName, params string[] colNames)
    {
        _operation.BucketBy = new() { NumBuckets = numBuckets, BucketColumnNames = { colName, colNames } };
        return this;
    }

    /// <summary>The order of rows in each bucket.</summary>
    public DataFrameWriter SortBy(string colName, params string[] colNames)
    {
        _operation.SortColumnNames.Clear();
        _operation.SortColumnNames.Add(colName);
        _operation.SortColumnNames.AddRange(colNames);
        return this;
    }

    /// <summary>Columns by whose values a table keeps rows together.</summary>
    public DataFrameWriter ClusterBy(string colName, params string[] colNames)
    {
        _operation.ClusteringColumns.Clear();
        _operation.ClusteringColumns.Add(colName);
        _operation.ClusteringColumns.AddRange(colNames);
        return this;
    }

    /// <summary>Writes to a folder, or, without one, where the options say.</summary>
    public Task SaveAsync(string? path, CancellationToken cancellationToken)
    {
        Protos.WriteOperation operation = _operation.Clone();
        if (path is not null)
        {
            operation.Path = path;
        }

        return WriteAsync(operation, cancellationToken);
    }

    /// <summary>Adds the rows to a table, by position of the columns.</summary>
    public Task InsertIntoAsync(string tableName, CancellationToken cancellationToken) =>
        ToTableAsync(tableName, Protos.WriteOperation.Types.SaveTable.Types.TableSaveMethod.InsertInto, cancellationToken);

    /// <summary>Writes the rows as a table.</summary>
    public Task SaveAsTableAsync(string tableName, CancellationToken cancellationToken) =>
        ToTableAsync(tableName, Protos.WriteOperation.Types.SaveTable.Types.TableSaveMethod.SaveAsTable, cancellationToken);

    private Task ToTableAsync(
        string tableName, Protos.WriteOperation.Types.SaveTable.Types.TableSaveMethod method, CancellationToken cancellationToken)
    {
        Protos.WriteOperation operation = _operation.Clone();
        operation.Table = new() { TableName = tableName, SaveMethod = method };
        return WriteAsync(operation, cancellationToken);
    }

    private async Task WriteAsync(Protos.WriteOperation operation, CancellationToken cancellationToken) =>
        await _input.Session.ExecuteAsync(new() { WriteOperation = operation }, cancellationToken);
}
