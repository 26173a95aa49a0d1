using System.Data.Common;
using DuckDB.NET.Data;
using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Reporting;

/// <summary>Reads what the comparison with planted dirt needs. Not thread-safe.</summary>
internal sealed class TruthTables : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly string _key;

    /// <summary>Opens an engine of its own.</summary>
    /// <param name="key">The integer column that names a row.</param>
    public TruthTables(string key)
    {
        _key = key;
        _connection.Open();
    }

    /// <summary>The planted faults.</summary>
    public IReadOnlyList<PlantedFault> ReadTruth(string file)
    {
        using var reader = Read($"SELECT {Quoted(_key)}, kind, \"column\", planted FROM {Table([file])}");
        var faults = new List<PlantedFault>();
        while (reader.Read())
        {
            faults.Add(new PlantedFault(reader.GetInt64(0), reader.GetString(1), Text(reader, 2), Text(reader, 3)));
        }

        return faults;
    }

    /// <summary>All columns of Parquet files but those that begin with an underscore.</summary>
    public KeyedRows ReadRows(IReadOnlyList<string> files)
    {
        if (files.Count == 0)
        {
            return new KeyedRows([]);
        }

        using var reader = Read($"SELECT {Quoted(_key)} AS \"_key\", * FROM {Table(files)} WHERE {Quoted(_key)} IS NOT NULL");
        var columns = Enumerable.Range(1, reader.FieldCount - 1).Where(i => !reader.GetName(i).StartsWith('_')).ToArray();
        var rows = new KeyedRows([.. columns.Select(reader.GetName)]);
        while (reader.Read())
        {
            rows.Add(reader.GetInt64(0), [.. columns.Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    /// <summary>The reasons of quarantined rows by key; rows whose key cannot be read are left out.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<string>> ReadReasons(IReadOnlyList<string> files)
    {
        var reasons = new Dictionary<long, IReadOnlyList<string>>();
        if (files.Count == 0)
        {
            return reasons;
        }

        using var reader = Read($"SELECT TRY_CAST({Quoted(_key)} AS BIGINT) AS k, _reasons FROM {Table(files)} WHERE k IS NOT NULL");
        while (reader.Read())
        {
            reasons[reader.GetInt64(0)] = (List<string>)reader.GetValue(1);
        }

        return reasons;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Table(IReadOnlyList<string> files) =>
        $"read_parquet({DuckDbSession.Files(files)}, union_by_name = true, hive_partitioning = false)";

    private DuckDBDataReader Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            return command.ExecuteReader();
        }
        catch (DuckDBException failure)
        {
            throw new JobFailedException(
                $"The comparison with the planted dirt cannot be made: {failure.Message} Check truth.file, truth.original and truth.key of the job.", failure);
        }
    }
}
