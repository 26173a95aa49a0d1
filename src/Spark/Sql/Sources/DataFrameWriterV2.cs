using System.Globalization;

namespace Millrace.Spark.Sql;

/// <summary>Describes how rows are written to a table of a catalog. Not thread-safe.</summary>
public sealed partial class DataFrameWriterV2
{
    private readonly DataFrame _input;
    private readonly Protos.WriteOperationV2 _operation;

    internal DataFrameWriterV2(DataFrame input, string table)
    {
        _input = input;
        _operation = new() { Input = input.Relation, TableName = table };
    }

    /// <summary>The format of a new table.</summary>
    public DataFrameWriterV2 Using(string provider)
    {
        _operation.Provider = provider;
        return this;
    }

    /// <summary>An option of the write.</summary>
    public DataFrameWriterV2 Option(string key, string value)
    {
        _operation.Options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriterV2 Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriterV2 Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameWriterV2 Option(string key, double value) => Option(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Options of the write.</summary>
    public DataFrameWriterV2 Options(Dictionary<string, string> options)
    {
        foreach ((string key, string value) in options)
        {
            Option(key, value);
        }

        return this;
    }

    /// <summary>A property of a new table.</summary>
    public DataFrameWriterV2 TableProperty(string property, string value)
    {
        _operation.TableProperties[property] = value;
        return this;
    }

    /// <summary>Partitions of a new table: columns, or <c>Functions.Years</c> and its like.</summary>
    public DataFrameWriterV2 PartitionedBy(Column column, params Column[] columns)
    {
        _operation.PartitioningColumns.Clear();
        _operation.PartitioningColumns.Add(column.Expression);
        _operation.PartitioningColumns.AddRange(columns.Select(static c => c.Expression));
        return this;
    }

    /// <summary>Creates the table; it must not exist.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) => WriteAsync(Protos.WriteOperationV2.Types.Mode.Create, null, cancellationToken);

    /// <summary>Replaces the table; it must exist.</summary>
    public Task ReplaceAsync(CancellationToken cancellationToken) => WriteAsync(Protos.WriteOperationV2.Types.Mode.Replace, null, cancellationToken);

    /// <summary>Creates or replaces the table.</summary>
    public Task CreateOrReplaceAsync(CancellationToken cancellationToken) => WriteAsync(Protos.WriteOperationV2.Types.Mode.CreateOrReplace, null, cancellationToken);

    /// <summary>Adds the rows.</summary>
    public Task AppendAsync(CancellationToken cancellationToken) => WriteAsync(Protos.WriteOperationV2.Types.Mode.Append, null, cancellationToken);

    /// <summary>Replaces the partitions that these rows have.</summary>
    public Task OverwritePartitionsAsync(CancellationToken cancellationToken) => WriteAsync(Protos.WriteOperationV2.Types.Mode.OverwritePartitions, null, cancellationToken);

    /// <summary>Replaces the rows for which a condition holds.</summary>
    public Task OverwriteAsync(Column condition, CancellationToken cancellationToken) =>
        WriteAsync(Protos.WriteOperationV2.Types.Mode.Overwrite, condition, cancellationToken);

    private async Task WriteAsync(Protos.WriteOperationV2.Types.Mode mode, Column? condition, CancellationToken cancellationToken)
    {
        Protos.WriteOperationV2 operation = _operation.Clone();
        operation.Mode = mode;
        if (condition is not null)
        {
            operation.OverwriteCondition = condition.Expression;
        }

        await _input.Session.ExecuteAsync(new() { WriteOperationV2 = operation }, cancellationToken);
    }
}
