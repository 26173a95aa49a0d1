using System.Globalization;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql.Streaming;

/// <summary>Describes a source of a stream. Not thread-safe; nothing is read before the query runs.</summary>
public sealed class DataStreamReader
{
    private readonly SparkSession _session;
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);
    private string? _format;
    private string? _schema;

    internal DataStreamReader(SparkSession session) => _session = session;

    /// <summary>The source's name, as <c>parquet</c>.</summary>
    public DataStreamReader Format(string source)
    {
        _format = source;
        return this;
    }

    /// <summary>The columns, so that the source need not find them out.</summary>
    public DataStreamReader Schema(StructType schema)
    {
        _schema = schema.Json;
        return this;
    }

    /// <summary>The columns as SQL writes them: <c>a INT, b STRING</c>.</summary>
    public DataStreamReader Schema(string schemaString)
    {
        _schema = schemaString;
        return this;
    }

    /// <summary>An option of the source.</summary>
    public DataStreamReader Option(string key, string value)
    {
        _options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamReader Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamReader Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataStreamReader Option(string key, double value) => Option(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Options of the source.</summary>
    public DataStreamReader Options(Dictionary<string, string> options)
    {
        foreach ((string key, string value) in options)
        {
            Option(key, value);
        }

        return this;
    }

    /// <summary>The source's rows.</summary>
    public DataFrame Load() => From([]);

    /// <summary>The rows of a folder that grows.</summary>
    public DataFrame Load(string path) => From([path]);

    /// <summary>A table that grows.</summary>
    public DataFrame Table(string tableName)
    {
        var table = new Protos.Read.Types.NamedTable { UnparsedIdentifier = tableName };
        table.Options.Add(_options);
        return new(_session, new() { Read = new() { NamedTable = table, IsStreaming = true } });
    }

    /// <summary>JSON, a value a line.</summary>
    public DataFrame Json(string path) => Format("json").Load(path);

    /// <summary>CSV files.</summary>
    public DataFrame Csv(string path) => Format("csv").Load(path);

    /// <summary>Parquet files.</summary>
    public DataFrame Parquet(string path) => Format("parquet").Load(path);

    /// <summary>ORC files.</summary>
    public DataFrame Orc(string path) => Format("orc").Load(path);

    /// <summary>Text files; a line a row, in the column <c>value</c>.</summary>
    public DataFrame Text(string path) => Format("text").Load(path);

    private DataFrame From(string[] paths)
    {
        var source = new Protos.Read.Types.DataSource();
        if (_format is not null)
        {
            source.Format = _format;
        }

        if (_schema is not null)
        {
            source.Schema = _schema;
        }

        source.Options.Add(_options);
        source.Paths.AddRange(paths);
        return new(_session, new() { Read = new() { DataSource = source, IsStreaming = true } });
    }
}
