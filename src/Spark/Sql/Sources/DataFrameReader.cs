using System.Globalization;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>Describes a source of rows. Not thread-safe; nothing is read before the query runs.</summary>
public sealed class DataFrameReader
{
    private readonly SparkSession _session;
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);
    private string? _format;
    private string? _schema;

    internal DataFrameReader(SparkSession session) => _session = session;

    /// <summary>The source's name, as <c>parquet</c>.</summary>
    public DataFrameReader Format(string source)
    {
        _format = source;
        return this;
    }

    /// <summary>The columns, so that the source need not find them out.</summary>
    public DataFrameReader Schema(StructType schema)
    {
        _schema = schema.Json;
        return this;
    }

    /// <summary>The columns as SQL writes them: <c>a INT, b STRING</c>.</summary>
    public DataFrameReader Schema(string schemaString)
    {
        _schema = schemaString;
        return this;
    }

    /// <summary>An option of the source.</summary>
    public DataFrameReader Option(string key, string value)
    {
        _options[key] = value;
        return this;
    }

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameReader Option(string key, bool value) => Option(key, value ? "true" : "false");

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameReader Option(string key, long value) => Option(key, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Option(string, string)"/>
    public DataFrameReader Option(string key, double value) => Option(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Options of the source.</summary>
    public DataFrameReader Options(Dictionary<string, string> options)
    {
        foreach ((string key, string value) in options)
        {
            Option(key, value);
        }

        return this;
    }

    /// <summary>The source's rows.</summary>
    public DataFrame Load() => From([]);

    /// <summary>The rows of a file or folder.</summary>
    public DataFrame Load(string path) => From([path]);

    /// <summary>The rows of files and folders.</summary>
    public DataFrame Load(params string[] paths) => From(paths);

    /// <summary>A table or view.</summary>
    public DataFrame Table(string tableName)
    {
        var table = new Protos.Read.Types.NamedTable { UnparsedIdentifier = tableName };
        table.Options.Add(_options);
        return new(_session, new() { Read = new() { NamedTable = table } });
    }

    /// <summary>A table of a database, read by one task.</summary>
    public DataFrame Jdbc(string url, string table, Dictionary<string, string> properties) => Database(url, table, properties).From([]);

    /// <summary>A table of a database, read by tasks for ranges of a column.</summary>
    public DataFrame Jdbc(
        string url, string table, string columnName, long lowerBound, long upperBound, int numPartitions, Dictionary<string, string> properties) =>
        Database(url, table, properties).Option("partitionColumn", columnName).Option("lowerBound", lowerBound).Option("upperBound", upperBound)
            .Option("numPartitions", numPartitions).From([]);

    /// <summary>A table of a database, read by a task for each condition.</summary>
    public DataFrame Jdbc(string url, string table, IEnumerable<string> predicates, Dictionary<string, string> properties) =>
        Database(url, table, properties).From([], [.. predicates]);

    /// <summary>JSON, a value a line.</summary>
    public DataFrame Json(params string[] paths) => Format("json").Load(paths);

    /// <summary>CSV files.</summary>
    public DataFrame Csv(params string[] paths) => Format("csv").Load(paths);

    /// <summary>Parquet files.</summary>
    public DataFrame Parquet(params string[] paths) => Format("parquet").Load(paths);

    /// <summary>ORC files.</summary>
    public DataFrame Orc(params string[] paths) => Format("orc").Load(paths);

    /// <summary>Text files; a line a row, in the column <c>value</c>.</summary>
    public DataFrame Text(params string[] paths) => Format("text").Load(paths);

    private DataFrameReader Database(string url, string table, Dictionary<string, string> properties) =>
        Format("jdbc").Options(properties).Option("url", url).Option("dbtable", table);

    private DataFrame From(string[] paths, string[]? predicates = null)
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
        source.Predicates.AddRange(predicates ?? []);
        return new(_session, new() { Read = new() { DataSource = source } });
    }
}
