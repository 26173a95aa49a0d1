namespace Millrace.Spark.Sql;

/// <content>Members that wait.</content>
public sealed partial class DataFrameWriter
{
    /// <summary>Writes to a folder.</summary>
    public void Save(string path) => Block.On(() => SaveAsync(path, CancellationToken.None));

    /// <summary>Writes where the options say.</summary>
    public void Save() => Block.On(() => SaveAsync(null, CancellationToken.None));

    /// <inheritdoc cref="InsertIntoAsync"/>
    public void InsertInto(string tableName) => Block.On(() => InsertIntoAsync(tableName, CancellationToken.None));

    /// <inheritdoc cref="SaveAsTableAsync"/>
    public void SaveAsTable(string tableName) => Block.On(() => SaveAsTableAsync(tableName, CancellationToken.None));

    /// <summary>Writes to a table of a database.</summary>
    public void Jdbc(string url, string table, Dictionary<string, string> properties) =>
        Format("jdbc").Options(properties).Option("url", url).Option("dbtable", table).Save();

    /// <summary>Writes JSON files into a folder.</summary>
    public void Json(string path) => Format("json").Save(path);

    /// <summary>Writes Parquet files into a folder.</summary>
    public void Parquet(string path) => Format("parquet").Save(path);

    /// <summary>Writes ORC files into a folder.</summary>
    public void Orc(string path) => Format("orc").Save(path);

    /// <summary>Writes text files into a folder.</summary>
    public void Text(string path) => Format("text").Save(path);

    /// <summary>Writes CSV files into a folder.</summary>
    public void Csv(string path) => Format("csv").Save(path);
}
