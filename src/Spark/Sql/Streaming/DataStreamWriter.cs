using System.Globalization;

namespace Millrace.Spark.Sql.Streaming;

/// <summary>Describes where the rows of a stream are written; <c>Start</c> begins. Not thread-safe.</summary>
public sealed partial class DataStreamWriter
{
    private readonly DataFrame _input;
    private readonly Protos.WriteStreamOperationStart _operation;

    internal DataStreamWriter(DataFrame input)
    {
        _input = input;
        _operation = new() { Input = input.Relation };
    }

    /// <summary>Which rows are written: <c>append</c>, <c>complete</c> or <c>update</c>.</summary>
    public DataStreamWriter OutputMode(string outputMode)
    {
        _operation.OutputMode = outputMode;
        return this;
    }

    /// <summary>Which rows are written.</summary>
    public DataStreamWriter OutputMode(OutputMode outputMode) => OutputMode(outputMode switch
    {
        Streaming.OutputMode.Complete => "complete",
        Streaming.OutputMode.Update => "update",
        _ => "append",
    });

    /// <summary>The target's format, as <c>parquet</c>, <c>memory</c> or <c>console</c>.</summary>
    public DataStreamWriter Format(string source)
    {
        _operation.Format = source;
        return this;
    }

    /// <summary>A folder for each combination of values.</summary>
    public DataStreamWriter PartitionBy(params string[] colNames)
    {
        _operation.PartitioningColumnNames.Clear();
        _operation.PartitioningColumnNames.AddRange(colNames);
        return this;
    }

    /// <summary>An option of the target, as <c>checkpointLocation</c>.</summary>
    public DataStreamWriter Option(string key, string value)
    {
        _operation.Options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamWriter Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamWriter Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamWriter Option(string key, double value) => Option(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Options of the target.</summary>
    public DataStreamWriter Options(Dictionary<string, string> options)
    {
        _operation.Options.Add(options);
        return this;
    }

    /// <summary>When the query looks for new rows.</summary>
    public DataStreamWriter Trigger(Trigger trigger)
    {
        trigger.Apply(_operation);
        return this;
    }

    /// <summary>The query's name.</summary>
    public DataStreamWriter QueryName(string queryName)
    {
        _operation.QueryName = queryName;
        return this;
    }

    /// <summary>Starts the query, writing to a folder or where the options say.</summary>
    public Task<StreamingQuery> StartAsync(string? path, CancellationToken cancellationToken)
    {
        Protos.WriteStreamOperationStart operation = _operation.Clone();
        if (path is not null)
        {
            operation.Path = path;
        }

        return StartAsync(operation, cancellationToken);
    }

    /// <summary>Starts the query, writing to a table.</summary>
    public Task<StreamingQuery> ToTableAsync(string tableName, CancellationToken cancellationToken)
    {
        Protos.WriteStreamOperationStart operation = _operation.Clone();
        operation.TableName = tableName;
        return StartAsync(operation, cancellationToken);
    }

    private async Task<StreamingQuery> StartAsync(Protos.WriteStreamOperationStart operation, CancellationToken cancellationToken)
    {
        var results = await _input.Session.ExecuteAsync(new() { WriteStreamOperationStart = operation }, cancellationToken);
        Protos.WriteStreamOperationStartResult started =
            results.First(static r => r.WriteStreamOperationStartResult is not null).WriteStreamOperationStartResult;
        return new StreamingQuery(_input.Session, started.QueryId, started.Name);
    }
}
